package dev.sm.health;

import java.util.List;
import java.util.Map;

import dev.sm.manager.RecordingShardManager;
import dev.sm.membership.MembershipStatus;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmHealthIndicator}.
 */
class SmHealthIndicatorTests {

	private final RecordingShardManager orders = new RecordingShardManager("orders").shard("0", "HELD")
		.shard("1", "QUARANTINED");

	private MembershipStatus status = new MembershipStatus(true, "1", null);

	private String coordination = "etcd";

	@Test
	void upWithASession() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("participant", "p1")
			.containsEntry("session", "valid")
			.containsEntry("coordination", "etcd")
			.doesNotContainKeys("warning", "lastError");
	}

	@Test
	void quarantineIsShownAndHarmsItselfOnly() {
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails().get("services")).isEqualTo(Map.of("orders", Map.of("held", 1, "shards", 2,
				"participants", 2, "controller", "p1", "quarantined", List.of("1"), "unplaced", List.of())));
	}

	@Test
	void downWithoutASessionAndTellsWhy() {
		this.status = new MembershipStatus(false, null, "connection refused");
		Health health = health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("session", "not valid")
			.containsEntry("lastError", "connection refused");
	}

	@Test
	void localCoordinationSaysWhatItIs() {
		this.coordination = "local";
		assertThat(health().getDetails()).containsEntry("coordination", "local").containsKey("warning");
	}

	@Test
	void neverThrows() {
		Health health = new SmHealthIndicator("etcd", "p1", () -> {
			throw new IllegalStateException("broken");
		}, Map::of).health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
	}

	private Health health() {
		return new SmHealthIndicator(this.coordination, "p1", () -> this.status, () -> Map.of("orders", this.orders))
			.health();
	}

}
