package dev.sm.cache;

import dev.sm.cache.LoadWorld.Plant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads of several instances under seeds. A seed that fails is told and replays exactly:
 * {@code -Dsm.loads.seed=N} runs it alone and prints what happened.
 */
class LoadSimulationTests {

	private static final int SEEDS = Integer.getInteger("sm.loads.seeds", 60);

	private static final long MILLIS = 90_000;

	@Test
	void oneLoadAtATimeAndNoValueComesBack() {
		Long only = Long.getLong("sm.loads.seed");
		if (only != null) {
			LoadWorld world = new LoadWorld(only, Plant.NONE, true);
			String violation = world.run(MILLIS);
			world.trace().forEach(System.out::println);
			assertThat(violation).isNull();
			return;
		}
		long calls = 0;
		long loads = 0;
		for (long seed = 1; seed <= SEEDS; seed++) {
			LoadWorld world = new LoadWorld(seed, Plant.NONE, false);
			assertThat(world.run(MILLIS)).as("seed %d", seed).isNull();
			calls += world.answered();
			loads += world.loads();
		}
		System.out.println(SEEDS + " worlds, " + calls + " calls that missed, " + loads + " loads: no violation");
		assertThat(loads).isGreaterThan(SEEDS * 10L);
		assertThat(calls).isGreaterThan(loads);
	}

	@ParameterizedTest
	@EnumSource(value = Plant.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void plantedFaultIsCaught(Plant plant) {
		for (long seed = 1; seed <= 200; seed++) {
			String violation = new LoadWorld(seed, plant, false).run(MILLIS);
			if (violation != null) {
				System.out.println(plant + " is caught by seed " + seed + ": " + violation);
				return;
			}
		}
		assertThat(plant).as("not caught by 200 seeds").isNull();
	}

}
