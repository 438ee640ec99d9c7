package dev.sm.autoconfigure;

import java.util.Map;
import java.util.Set;

import dev.sm.cache.PoolMigrations;
import dev.sm.cache.PoolRefresh;
import dev.sm.cache.PoolRefresh.Result;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class PoolRefreshWiringTests {

	private static final String NODES = "sm.cache.pools.p.nodes.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
		.withPropertyValues(NODES + "n1.url=memory:", "sm.cache.pools.p.on-change=migrate");

	@Test
	void springCloudTellsOfChanges() {
		this.runner.run((context) -> {
			change(context, Map.of(NODES + "n2.url", "memory:", NODES + "n2.weight", "50"));
			context.publishEvent(new EnvironmentChangeEvent(Set.of("other")));
			assertThat(weights(context)).containsOnlyKeys("n1");
			context.publishEvent(new EnvironmentChangeEvent(Set.of(NODES + "n2.weight")));
			await().until(() -> Integer.valueOf(50).equals(weights(context).get("n2")));
		});
	}

	@Test
	void theBeanReadsAgainWithoutSpringCloud() {
		this.runner.withClassLoader(new FilteredClassLoader(EnvironmentChangeEvent.class)).run((context) -> {
			PoolRefresh refresh = context.getBean(PoolRefresh.class);
			assertThat(refresh.refresh().get("p").result()).isEqualTo(Result.UNCHANGED);
			change(context, Map.of(NODES + "n2.url", "memory:"));
			assertThat(refresh.refresh().get("p").result()).isEqualTo(Result.MIGRATING);
			await().until(() -> Integer.valueOf(100).equals(weights(context).get("n2")));
		});
	}

	@Test
	void whatIsWrongChangesNothing() {
		this.runner.run((context) -> {
			change(context, Map.of(NODES + "n2.url", "memory:", NODES + "n2.weight", "-1"));
			context.publishEvent(new EnvironmentChangeEvent(Set.of(NODES + "n2.weight")));
			assertThatExceptionOfType(InvalidPropertyException.class)
				.isThrownBy(() -> context.getBean(PoolRefresh.class).refresh())
				.withMessageContaining(NODES + "n2.weight");
			assertThat(weights(context)).containsOnlyKeys("n1");
		});
	}

	@Test
	void anUnconfiguredPoolStays() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(PoolRefresh.class).refresh().get("default").result())
				.isEqualTo(Result.UNCHANGED));
	}

	private static void change(ConfigurableApplicationContext context, Map<String, Object> properties) {
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("changed", properties));
	}

	private static Map<String, Integer> weights(ConfigurableApplicationContext context) {
		return context.getBean(PoolMigrations.class).status("p").to();
	}

}
