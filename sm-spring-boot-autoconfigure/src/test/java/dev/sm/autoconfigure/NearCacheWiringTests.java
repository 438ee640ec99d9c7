package dev.sm.autoconfigure;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sm.cache.InvalidPoolException;
import dev.sm.cache.NearCaching;
import dev.sm.cache.ShardedTemplates;
import dev.sm.cache.near.CaffeineNearCaching;
import dev.sm.metrics.PoolMetrics;
import dev.sm.testkit.RedisServerFixture;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class NearCacheWiringTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmMetricsAutoConfiguration.class))
		.withPropertyValues("sm.cache.pools.p.nodes.n1.url=redis://127.0.0.1:1",
				"sm.cache.pools.p.near-cache.enabled=true");

	@Test
	void keepsValuesAndCounts() {
		try (RedisServerFixture server = RedisServerFixture.start()) {
			this.runner.withBean(SimpleMeterRegistry.class)
				.withPropertyValues("sm.cache.pools.p.nodes.n1.url=" + server.url())
				.run((context) -> {
					ShardedTemplates pools = context.getBean(ShardedTemplates.class);
					pools.get("p").set("k", "v");
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					context.getBean(PoolMetrics.class).bindTo(registry);
					await().until(() -> {
						pools.get("p").get("k", String.class);
						return registry.get("sm.cache.near.reads").tag("result", "hit").functionCounter().count() > 0;
					});
				});
		}
	}

	@Test
	void namesTheLibraryThatIsMissing() {
		this.runner.withClassLoader(new FilteredClassLoader(Caffeine.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPoolException.class)
				.hasMessageContaining("com.github.ben-manes.caffeine:caffeine"));
	}

	@Test
	void backsOffFromAnApplicationsOwn() {
		this.runner
			.withBean(NearCaching.Factory.class, () -> (settings, clock) -> new CaffeineNearCaching(settings, clock))
			.run((context) -> assertThat(context).hasSingleBean(NearCaching.Factory.class).hasNotFailed());
	}

	@Test
	void isOffUnlessAsked() {
		this.runner.withPropertyValues("sm.cache.pools.p.near-cache.enabled=false")
			.run((context) -> assertThat(context.getBean(ShardedTemplates.class).get("p").near()).isEmpty());
	}

}
