package dev.sm.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.sm.cache.PoolMigrations;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import dev.sm.metrics.PoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The pool in memory that there is without asking is made when somebody uses it.
 */
@Timeout(60)
class UnusedPoolTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	private static boolean made(Pools pools) {
		AtomicBoolean made = new AtomicBoolean();
		pools.onceMade(() -> made.set(true));
		return made.get();
	}

	@Test
	void nobodyUsesIt() {
		this.runner.run((context) -> {
			Pools pools = context.getBean(Pools.class);
			assertThat(pools.names()).containsExactly("default");
			assertThat(context).hasSingleBean(PoolMigrations.class);
			assertThatIllegalArgumentException().isThrownBy(() -> pools.get("other")).withMessageContaining("default");
			assertThat(made(pools)).isFalse();
		});
	}

	@Test
	void itsMetersComeWithIt() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBean(PoolMetrics.class).bindTo(registry);
			assertThat(registry.find("sm.cache.node.up").gauge()).isNull();
			context.getBean(ShardedTemplate.class).set("k", "v");
			assertThat(registry.get("sm.cache.node.up").tag("pool", "default").gauge().value()).isOne();
		});
	}

	@Test
	void aBeanThatUsesItHasItMadeByTheStart() {
		this.runner.withUserConfiguration(Using.class)
			.run((context) -> assertThat(made(context.getBean(Pools.class))).isTrue());
	}

	@Test
	void oneThatIsConfiguredIsMadeByTheStart() {
		this.runner.withPropertyValues("sm.cache.pools.default.nodes.n1.url=memory:")
			.run((context) -> assertThat(made(context.getBean(Pools.class))).isTrue());
	}

	@Test
	void whoAsksForItsMigrationMakesIt() {
		this.runner.run((context) -> {
			assertThat(context.getBean(PoolMigrations.class).status("default").phase()).hasToString("STABLE");
			assertThat(made(context.getBean(Pools.class))).isTrue();
		});
	}

	@Test
	void itIsNotMadeAfterTheEnd() {
		this.runner.run((context) -> {
			Pools pools = context.getBean(Pools.class);
			context.close();
			assertThatIllegalStateException().isThrownBy(() -> pools.get("default"));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Using {

		@Bean
		String node(ShardedTemplate template) {
			return template.nodeFor("k");
		}

	}

}
