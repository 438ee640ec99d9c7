package dev.sm.manager;

import java.time.Duration;

import dev.sm.testkit.ScaleSimulation;
import dev.sm.testkit.ScaleSimulation.Result;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster without faults. {@code -Dsm.simulation.participants=1000
 * -Dsm.simulation.shards=100000} makes it a large one.
 */
class ScaleSimulationTests {

	private static final Logger logger = LoggerFactory.getLogger(ScaleSimulationTests.class);

	private static final int PARTICIPANTS = Integer.getInteger("sm.simulation.participants", 20);

	private static final int SHARDS = Integer.getInteger("sm.simulation.shards", 500);

	@Test
	void trafficGrowsWithParticipantsAndNotWithShards() {
		Result few = run(PARTICIPANTS, SHARDS / 10);
		Result many = run(PARTICIPANTS, SHARDS);
		assertThat(many.converged()).isLessThan(Duration.ofSeconds(10));
		assertThat(many.calm().requests()).isBetween(few.calm().requests() * 95 / 100,
				few.calm().requests() * 105 / 100);
		assertThat(many.calm().bytes()).isLessThan(PARTICIPANTS * 1000L);
	}

	private static Result run(int participants, int shards) {
		long begun = System.nanoTime();
		Result result = ScaleSimulation.run(participants, shards);
		double seconds = result.during().toMillis() / 1000.0;
		logger.info(
				"{} participants, {} shards: settled after {} ms; in {} s from the start {} requests, {} bytes written; "
						+ "in calm {} requests and {} bytes written a second; computed in {} ms",
				participants, shards, result.converged().toMillis(), result.during().toSeconds(),
				result.until().requests(), result.until().bytes(), result.calm().requests() / seconds,
				result.calm().bytes() / seconds, (System.nanoTime() - begun) / 1_000_000);
		assertThat(result.held()).isEqualTo(shards);
		return result;
	}

}
