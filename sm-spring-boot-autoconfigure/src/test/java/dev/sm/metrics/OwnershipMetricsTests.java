package dev.sm.metrics;

import java.util.Map;

import dev.sm.manager.RecordingShardManager;
import dev.sm.membership.MembershipStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnershipMetrics}.
 */
class OwnershipMetricsTests {

	private final RecordingShardManager orders = new RecordingShardManager("orders").shard("0", "HELD")
		.shard("1", "HELD")
		.shard("2", "UNPLACED")
		.shard("3", "QUARANTINED");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private MembershipStatus status = new MembershipStatus(true, "1", null);

	@ParameterizedTest
	@CsvSource({ "sm.shards,4", "sm.shards.held,2", "sm.shards.assigned,2", "sm.shards.unplaced,1",
			"sm.shards.quarantined,1", "sm.participants,2", "sm.generation,3", "sm.controller,1" })
	void serviceIsMeasured(String meter, double value) {
		bind("p1");
		assertThat(this.registry.get(meter).tag("service", "orders").gauge().value()).isEqualTo(value);
	}

	@Test
	void othersAreNotTheController() {
		bind("p2");
		assertThat(this.registry.get("sm.controller").gauge().value()).isZero();
	}

	@Test
	void sessionIsMeasuredAsItIs() {
		bind("p1");
		assertThat(this.registry.get("sm.session.valid").gauge().value()).isOne();
		this.status = new MembershipStatus(false, null, null);
		assertThat(this.registry.get("sm.session.valid").gauge().value()).isZero();
	}

	@Test
	void metersAreDescribed() {
		bind("p1");
		assertThat(this.registry.getMeters()).hasSize(9).allMatch((meter) -> meter.getId().getDescription() != null);
	}

	private void bind(String participantId) {
		new OwnershipMetrics(participantId, () -> this.status, () -> Map.of("orders", this.orders))
			.bindTo(this.registry);
	}

}
