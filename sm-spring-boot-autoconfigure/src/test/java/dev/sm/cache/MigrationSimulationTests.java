package dev.sm.cache;

import dev.sm.cache.MigrationWorld.Sort;
import dev.sm.cache.NodeFaults.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations under seeds: pauses, crashes, late commands, broken connections, outages of
 * the store, aborts and aborts of aborts, in worlds of simulated nodes and instances with
 * the machines of production. Every history is checked for linearizability per key. A
 * seed that fails is told and replays exactly: {@code -Dsm.migration.seed=N} runs it
 * alone and prints what happened.
 */
class MigrationSimulationTests {

	private static final int SEEDS = Integer.getInteger("sm.migration.seeds", 60);

	private static final long FIRST = Long.getLong("sm.migration.first", 1);

	private static final int SEEDS_FOR_A_FAULT = 100;

	private static final long MILLIS = 12_000;

	@BeforeAll
	static void keepQuiet() {
		LoggingSystem.get(MigrationSimulationTests.class.getClassLoader()).setLogLevel("dev.sm.cache", LogLevel.ERROR);
	}

	@AfterAll
	static void tellAgain() {
		LoggingSystem.get(MigrationSimulationTests.class.getClassLoader()).setLogLevel("dev.sm.cache", null);
	}

	@Test
	void everyHistoryIsLinearizable() {
		Long only = Long.getLong("sm.migration.seed");
		if (only != null) {
			MigrationWorld world = world(only, true);
			String violation = world.run(MILLIS);
			world.trace().forEach(System.out::println);
			assertThat(violation).isNull();
			return;
		}
		long operations = 0;
		long migrations = 0;
		for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
			MigrationWorld world = world(seed, false);
			assertThat(world.run(MILLIS)).as("seed %d", seed).isNull();
			operations += world.answered();
			migrations += world.migrationNumber() - Phase.FIRST;
		}
		System.out.println(SEEDS + " worlds, " + operations + " answered operations, " + migrations
				+ " migrations, aborts and ends: no violation");
		assertThat(operations).isGreaterThan(SEEDS * 200L);
		assertThat(migrations).isGreaterThan(SEEDS);
	}

	/** One that begins before the last one's leftovers are removed, and is taken back. */
	@Test
	void leftoversAreRemovedThoughTheNextMigrationIsTakenBack() {
		assertThat(new MigrationWorld(1710, Fault.NONE, Sort.PLAIN, false).run(MILLIS)).isNull();
	}

	/** Lost: that everything has moved; and the end of a dead instance's session. */
	@ParameterizedTest
	@ValueSource(longs = { 342, 350 })
	void migrationComesToAnEndThoughWhatItToldWasLost(long seed) {
		assertThat(new MigrationWorld(seed, Fault.NONE, Sort.PLAIN, false).run(MILLIS)).isNull();
	}

	/** With {@code migration.fence: script}, where late commands are refused by nodes. */
	@Test
	void numberInEveryCommandMakesTheFenceOfConnectionsNeedless() {
		long operations = 0;
		for (long seed = FIRST; seed < FIRST + Math.max(SEEDS / 4, 1); seed++) {
			MigrationWorld world = new MigrationWorld(seed, Fault.NO_FENCE, Sort.SCRIPTED, false);
			assertThat(world.run(MILLIS)).as("scripted seed %d", seed).isNull();
			operations += world.answered();
		}
		assertThat(operations).isGreaterThan(1000);
	}

	@ParameterizedTest
	@EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void plantedFaultIsCaught(Fault fault) {
		// the first seeds that show this one are late, and the earlier ones cost time
		long first = (fault == Fault.MARK_COMPARES_VALUE_ONLY) ? 311 : 1;
		Sort sort = (fault == Fault.MOVER_DOES_NOT_COMPARE || fault == Fault.ABORT_AFTER_CLOSED) ? Sort.SLEEPY
				: Sort.PLAIN;
		for (long seed = first; seed < first + SEEDS_FOR_A_FAULT; seed++) {
			String violation = new MigrationWorld(seed, fault, sort, false).run(MILLIS);
			if (violation != null) {
				System.out
					.println(fault + " is caught by seed " + seed + ": " + violation.lines().findFirst().orElse(""));
				return;
			}
		}
		assertThat(fault).as("not caught by %d seeds", SEEDS_FOR_A_FAULT).isNull();
	}

	/** In half of the worlds instances sleep where it hurts most. */
	private static MigrationWorld world(long seed, boolean traced) {
		return new MigrationWorld(seed, Fault.NONE, (seed % 2 == 0) ? Sort.SLEEPY : Sort.PLAIN, traced);
	}

}
