package dev.sm.autoconfigure;

import dev.sm.cache.ShardedTemplates;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.metrics.CacheMetrics;
import dev.sm.metrics.HandlerMetrics;
import dev.sm.metrics.OwnershipMetrics;
import dev.sm.metrics.PoolMetrics;
import dev.sm.metrics.PushgatewayMetrics;
import dev.sm.pushgateway.PushgatewayDriver;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of ownership, handlers and pools.
 */
@AutoConfiguration(after = { SmAutoConfiguration.class, SmPushgatewayAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSm
@ConditionalOnBean(MeterRegistry.class)
public final class SmMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OwnershipMetrics ownershipMetrics(OwnershipDriver driver, OwnershipSettings settings) {
		return new OwnershipMetrics(settings.participantId(), driver::status, () -> Managers.of(driver));
	}

	@Bean
	@ConditionalOnMissingBean
	HandlerMetrics handlerMetrics() {
		return new HandlerMetrics();
	}

	@Bean
	CallbackDecorator timedCallbacks(HandlerMetrics metrics) {
		return metrics::timed;
	}

	@Bean
	@ConditionalOnMissingBean
	CacheMetrics cacheMetrics() {
		return new CacheMetrics();
	}

	@Bean
	@ConditionalOnMissingBean
	PoolMetrics poolMetrics(ShardedTemplates templates) {
		return new PoolMetrics(templates);
	}

	@Bean
	@ConditionalOnBooleanProperty("sm.pushgateway.enabled")
	@ConditionalOnBean(PushgatewayDriver.class)
	@ConditionalOnMissingBean
	PushgatewayMetrics pushgatewayMetrics(PushgatewayDriver driver) {
		return new PushgatewayMetrics(driver::status);
	}

}
