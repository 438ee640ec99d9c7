package dev.sm.manager;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import dev.sm.testkit.SimulatedCluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever becomes controller when the one before has stopped has not been told yet what
 * the shards weigh that have just moved.
 */
class NewControllerLoadsTests {

	private static final List<String> IDS = List.of("p1", "p2", "p3");

	@ParameterizedTest
	@ValueSource(strings = { "p1", "p2", "p3" })
	void exchangesNothingForTheSakeOfLoadsThatItDoesNotKnow(String stopped) {
		try (SimulatedCluster cluster = cluster()) {
			IDS.forEach(cluster::start);
			cluster.settle();
			cluster.advance(Duration.ofMinutes(8));
			cluster.settle();
			Map<String, Set<String>> before = cluster.held();
			cluster.participant(stopped).stop();
			cluster.advance(Duration.ofSeconds(8));
			Map<String, Set<String>> after = cluster.held();
			IDS.stream().filter((id) -> !id.equals(stopped)).forEach((id) -> {
				Set<String> lost = new HashSet<>(before.get(id));
				lost.removeAll(after.get(id));
				assertThat(lost).as("what %s has lost while %s stopped", id, stopped).isEmpty();
			});
			cluster.start(stopped);
			cluster.advance(Duration.ofSeconds(20));
			assertThat(cluster.held().get(stopped)).as("who has nothing is given some").isNotEmpty();
		}
	}

	private static SimulatedCluster cluster() {
		return SimulatedCluster.builder()
			.service(new ServiceSettings("test", 64, OwnershipMode.EXCLUSIVE, Duration.ofSeconds(2), HungDrop.FENCE,
					null, 0.1, Duration.ZERO, true))
			.sessionTtl(Duration.ofSeconds(4))
			.seed(1)
			.callbacks((id) -> new Uneven())
			.build();
	}

	/** Three shards for each of three participants weigh as much as all others. */
	private static final class Uneven implements ShardCallback {

		@Override
		public void add(Shard shard) {
		}

		@Override
		public void drop(Shard shard) {
		}

		@Override
		public ShardLoad load(Shard shard) {
			return ShardLoad.of((Integer.parseInt(shard.id()) < 9) ? 20 : 1);
		}

	}

}
