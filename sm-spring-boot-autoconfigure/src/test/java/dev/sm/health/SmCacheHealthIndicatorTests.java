package dev.sm.health;

import java.util.Map;

import dev.sm.cache.CacheListener;
import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.SwitchedNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmCacheHealthIndicator}.
 */
class SmCacheHealthIndicatorTests {

	private final SwitchedNodes nodes = new SwitchedNodes();

	private final Pools pools = this.nodes.open(CacheListener.NONE,
			PoolSettings.named("default")
				.node(NodeSettings.of("n1", "switched:", 1))
				.node(NodeSettings.of("spare", "switched:", 0))
				.build());

	private final SmCacheHealthIndicator indicator = new SmCacheHealthIndicator(this.pools);

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void upWhenAllNodesAnswer() {
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void nodeWithoutKeysIsShownWhenItIsDownButHarmsNothing() {
		this.nodes.down.add("spare");
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("default",
				Map.of("nodes", Map.of("n1", "UP", "spare", "DOWN"), "shareOfKeysDown", 0.0));
	}

	@Test
	void downWhenKeysCannotBeServed() {
		this.nodes.down.add("n1");
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("default",
				Map.of("nodes", Map.of("n1", "DOWN", "spare", "UP"), "shareOfKeysDown", 1.0));
	}

	@Test
	void upAgainWhenTheNodeAnswersAgain() {
		this.nodes.down.add("n1");
		this.indicator.health();
		this.nodes.down.clear();
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

}
