package dev.sm.pushgateway;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where groups go in a layer that takes over from dynamic-sharding.
 */
class TakeOverTests {

	private final PushgatewayRouter router = new PushgatewayRouter(
			(weights) -> Continuum.of(new ContinuumSpec("dynamic-sharding", weights, null, null)));

	TakeOverTests() {
		this.router.use(Ring.of(Map.of("1.1.1.1:9091", 100, "1.1.1.2:9091", 100), Set.of()), 1);
	}

	@Test
	void groupsStayWhereDynamicShardingPutThem() {
		assertThat(List.of("/metrics/job/job_a", "/metrics/job/job_b", "/metrics/job/job_c",
				"/metrics/job/job_a/tag_a/value_a", "/metrics/job/job_a/tag_a/value_b"))
			.extracting(this::node)
			.containsExactly("1.1.1.1:9091", "1.1.1.1:9091", "1.1.1.2:9091", "1.1.1.1:9091", "1.1.1.2:9091");
	}

	/** There each form of a group had a gateway of its own. */
	@Test
	void aGroupHasOneGatewayInWhateverFormItIsSent() {
		for (int i = 0; i < 200; i++) {
			String sorted = node("/metrics/job/j" + i + "/a/1/b/2");
			assertThat(node("/metrics/job/j" + i + "/b/2/a/1/")).isEqualTo(sorted);
			assertThat(node("/metrics/job/j" + i + "/a@base64/MQ/b@base64/Mg==")).isEqualTo(sorted);
		}
	}

	private String node(String path) {
		return this.router.nodeFor(GroupKey.parse(path)).orElseThrow();
	}

}
