package dev.sm.metrics;

import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.SwitchedNodes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CacheMetrics} and {@link PoolMetrics}.
 */
class CacheMetricsTests {

	private final SwitchedNodes nodes = new SwitchedNodes();

	private final CacheMetrics metrics = new CacheMetrics();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Pools pools = this.nodes.open(this.metrics,
			PoolSettings.named("default").node(NodeSettings.of("n1", "switched:", 5)).build());

	@AfterEach
	void close() {
		this.pools.close();
	}

	@Test
	void commandsAreTimed() {
		this.metrics.bindTo(this.registry);
		this.pools.get("default").set("k", "v");
		assertThat(this.registry.get("sm.cache.operations")
			.tags("pool", "default", "node", "n1", "operation", "set", "outcome", "success")
			.timer()
			.count()).isOne();
	}

	@Test
	void commandsThatNobodyAnswersAreTold() {
		this.metrics.bindTo(this.registry);
		this.nodes.down.add("n1");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.pools.get("default").get("k", String.class));
		assertThat(this.registry.get("sm.cache.operations").tag("outcome", "unavailable").timer().count()).isPositive();
	}

	@Test
	void nothingIsRecordedBeforeItIsBound() {
		this.pools.get("default").set("k", "v");
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void everyRegistryIsTold() {
		SimpleMeterRegistry other = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		this.metrics.bindTo(other);
		this.pools.get("default").set("k", "v");
		assertThat(other.get("sm.cache.operations").timer().count()).isOne();
	}

	@Test
	void nodesAreMeasured() {
		new PoolMetrics(this.pools).bindTo(this.registry);
		assertThat(this.registry.get("sm.cache.node.up").tags("pool", "default", "node", "n1").gauge().value()).isOne();
		assertThat(this.registry.get("sm.cache.node.share").gauge().value()).isOne();
		assertThat(this.registry.get("sm.cache.node.weight").gauge().value()).isEqualTo(5);
	}

	@Test
	void nodeThatIsDownIsMeasured() {
		new PoolMetrics(this.pools).bindTo(this.registry);
		this.nodes.down.add("n1");
		this.pools.get("default").probe().join();
		assertThat(this.registry.get("sm.cache.node.up").gauge().value()).isZero();
	}

}
