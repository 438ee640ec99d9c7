package dev.sm.autoconfigure;

import dev.sm.observation.ObservedHandlers;
import dev.sm.observation.ObservedHandoffs;
import dev.sm.observation.ObservedNodes;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of observations of nodes, handlers and handoffs, where there is a
 * registry.
 */
@AutoConfiguration(after = SmAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnSm
@ConditionalOnBean(ObservationRegistry.class)
public final class SmObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ObservedNodes observedNodes(ObservationRegistry registry) {
		return new ObservedNodes(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedHandlers observedHandlers(ObservationRegistry registry) {
		return new ObservedHandlers(registry);
	}

	@Bean
	CallbackDecorator observedCallbacks(ObservedHandlers handlers) {
		return handlers::observed;
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedHandoffs observedHandoffs(ObservationRegistry registry) {
		return new ObservedHandoffs(registry);
	}

}
