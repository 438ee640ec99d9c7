package dev.sm.cache;

import dev.sm.cache.ReplicaWorld.Plant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicated pools under seeds: nodes hang, die and forget, connections and answers are
 * lost, instances sleep and are started again. What was acknowledged is read by whoever
 * wrote it, unless one node is enough, and where all nodes acknowledge by everybody;
 * nothing that a majority has is lost with one node; and once faults have ended no node
 * is left with what was replaced or deleted. A seed that fails is told and replays
 * exactly: {@code -Dsm.replicas.seed=N} runs it alone and prints what happened.
 */
class ReplicaSimulationTests {

	private static final int SEEDS = Integer.getInteger("sm.replicas.seeds", 100);

	private static final long FIRST = Long.getLong("sm.replicas.first", 1);

	private static final int SEEDS_FOR_A_FAULT = 100;

	private static final long MILLIS = 30_000;

	@BeforeAll
	static void keepQuiet() {
		LoggingSystem.get(ReplicaSimulationTests.class.getClassLoader()).setLogLevel("dev.sm.cache", LogLevel.ERROR);
	}

	@AfterAll
	static void tellAgain() {
		LoggingSystem.get(ReplicaSimulationTests.class.getClassLoader()).setLogLevel("dev.sm.cache", null);
	}

	@Test
	void whatWasAcknowledgedIsReadAndNothingComesBack() {
		Long only = Long.getLong("sm.replicas.seed");
		if (only != null) {
			ReplicaWorld world = new ReplicaWorld(only, Plant.NONE, true);
			String violation = world.run(MILLIS);
			world.trace().forEach(System.out::println);
			assertThat(violation).isNull();
			return;
		}
		long answered = 0;
		long faults = 0;
		for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
			ReplicaWorld world = new ReplicaWorld(seed, Plant.NONE, false);
			assertThat(world.run(MILLIS)).as("seed %d", seed).isNull();
			answered += world.answered();
			faults += world.faults();
		}
		System.out.println(SEEDS + " worlds of replicated pools, " + answered + " answered operations, " + faults
				+ " faults of nodes: no violation");
		assertThat(answered).isGreaterThan(SEEDS * 500L);
		assertThat(faults).isGreaterThan(SEEDS * 2L);
	}

	@ParameterizedTest
	@EnumSource(value = Plant.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void plantedFaultIsCaught(Plant plant) {
		for (long seed = 1; seed <= SEEDS_FOR_A_FAULT; seed++) {
			String violation = new ReplicaWorld(seed, plant, false).run(MILLIS);
			if (violation != null) {
				System.out.println(plant + " is caught by seed " + seed + ": " + violation);
				return;
			}
		}
		assertThat(plant).as("not caught by %d seeds", SEEDS_FOR_A_FAULT).isNull();
	}

}
