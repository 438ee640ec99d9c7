package dev.sm.manager;

import java.util.List;
import java.util.stream.LongStream;

import dev.sm.testkit.OwnershipSimulation;
import dev.sm.testkit.SimulatedMachines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The machines of production in many seeded clusters. {@code -Dsm.simulation.seeds=N}
 * runs more of them, {@code -Dsm.simulation.first=S} from another seed on; a failing seed
 * is printed with the end of its trace.
 */
class OwnershipSimulationTests {

	private static final Logger logger = LoggerFactory.getLogger(OwnershipSimulationTests.class);

	private static final long SEEDS = Long.getLong("sm.simulation.seeds", 1000);

	private static final long FIRST = Long.getLong("sm.simulation.first", 1);

	@Test
	void guaranteesHoldForEverySeed() {
		long begun = System.nanoTime();
		long steps = LongStream.range(FIRST, FIRST + SEEDS).map(OwnershipSimulationTests::run).sum();
		logger.info("{} seeds, {} steps, {} seeds a minute", SEEDS, steps,
				SEEDS * 60_000_000_000L / (System.nanoTime() - begun));
		assertThat(steps).isGreaterThan(SEEDS * 1000);
	}

	/**
	 * A shard added again at the epoch at which it was dropped; a document that could not
	 * be read replaced by one for a standby; an order to give to an heir that came into
	 * force when the heir was to prepare no longer; two registrations overwritten at
	 * once.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 201656, 201820, 202682, 207135 })
	void guaranteesHoldWhereTheyDidNot(long seed) {
		assertThat(run(seed)).isPositive();
	}

	@Test
	void aSeedReplaysExactly() {
		List<String> trace = OwnershipSimulation.trace(FIRST, SimulatedMachines.PRODUCTION);
		assertThat(trace).hasSizeGreaterThan(100)
			.isEqualTo(OwnershipSimulation.trace(FIRST, SimulatedMachines.PRODUCTION));
	}

	private static long run(long seed) {
		OwnershipSimulation.Result result = OwnershipSimulation.run(seed, SimulatedMachines.PRODUCTION);
		assertThat(result.violation()).as(() -> result.report(Integer.getInteger("sm.simulation.trace", 120))).isNull();
		return result.steps();
	}

}
