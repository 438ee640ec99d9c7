package dev.sm.autoconfigure;

import dev.sm.cache.ShardedTemplate;
import dev.sm.endpoint.ContinuumEndpoint;
import dev.sm.endpoint.MigrationEndpoint;
import dev.sm.endpoint.ShardsEndpoint;
import dev.sm.health.SmCacheHealthIndicator;
import dev.sm.health.SmHealthIndicator;
import dev.sm.metrics.OwnershipMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class ActuatorTests {

	private static final String EXPOSE = "management.endpoints.web.exposure.include=*";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class, SmEndpointAutoConfiguration.class,
				SmHealthAutoConfiguration.class, SmMetricsAutoConfiguration.class));

	@Test
	void offersEndpointsThatAreExposed() {
		this.runner.withPropertyValues(EXPOSE).run((context) -> {
			assertThat(context).hasSingleBean(ContinuumEndpoint.class);
			assertThat(context).hasSingleBean(ShardsEndpoint.class);
			assertThat(context).hasSingleBean(MigrationEndpoint.class);
		});
	}

	@Test
	void offersNoEndpointThatIsNotExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=shards").run((context) -> {
			assertThat(context).hasSingleBean(ShardsEndpoint.class);
			assertThat(context).doesNotHaveBean(ContinuumEndpoint.class);
			assertThat(context).doesNotHaveBean(MigrationEndpoint.class);
		});
	}

	@Test
	void isHealthyWithDefaults() {
		this.runner.run((context) -> {
			assertThat(context.getBean("smHealthIndicator", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP);
			assertThat(context.getBean("smCacheHealthIndicator", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.UP);
		});
	}

	@Test
	void tellsInHealthThatCoordinationIsLocal() {
		this.runner
			.run((context) -> assertThat(String.valueOf(context.getBean(SmHealthIndicator.class).health().getDetails()))
				.contains("local"));
	}

	@Test
	void offersNoHealthThatIsSwitchedOff() {
		this.runner.withPropertyValues("management.health.sm.enabled=false", "management.health.sm-cache.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(SmHealthIndicator.class);
				assertThat(context).doesNotHaveBean(SmCacheHealthIndicator.class);
			});
	}

	@Test
	void switchesTheHealthOfPoolsOffByItsNameToo() {
		this.runner.withPropertyValues("management.health.smCache.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SmCacheHealthIndicator.class));
	}

	@Test
	void measures() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				context.getBean(ShardedTemplate.class).set("k", "v");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("sm.session.valid").gauge().value()).isEqualTo(1);
				assertThat(registry.get("sm.cache.operations").timer().count()).isEqualTo(1);
			});
	}

	@Test
	void measuresNothingWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(OwnershipMetrics.class));
	}

	@Test
	void worksWithoutActuator() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "io.micrometer"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansWithAnnotation(Endpoint.class)).isEmpty();
			});
	}

	@Test
	void worksWithoutActuatorsAutoConfiguration() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.autoconfigure"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void worksWithoutJsonAndRedis() {
		this.runner
			.withClassLoader(new FilteredClassLoader("tools.jackson", "io.lettuce", "org.springframework.data.redis"))
			.run((context) -> {
				ShardedTemplate template = context.getBean(ShardedTemplate.class);
				template.set("k", "v");
				assertThat(template.get("k", String.class)).isEqualTo("v");
			});
	}

	@Test
	void leavesNothingWhenItIsNotEnabled() {
		this.runner.withPropertyValues(EXPOSE, "sm.enabled=false").run((context) -> {
			assertThat(context.getBeansWithAnnotation(Endpoint.class)).isEmpty();
			assertThat(context).doesNotHaveBean(HealthIndicator.class);
		});
	}

}
