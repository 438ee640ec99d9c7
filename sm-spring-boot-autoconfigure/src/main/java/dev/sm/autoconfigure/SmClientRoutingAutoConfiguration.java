package dev.sm.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardRouter;
import dev.sm.routing.client.Owners;
import dev.sm.routing.client.ShardExchangeFilter;
import dev.sm.routing.client.ShardRequestInterceptor;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Auto-configuration of clients that go to the owners of keys directly.
 */
@AutoConfiguration(after = SmAutoConfiguration.class)
@ConditionalOnClass(UriComponentsBuilder.class)
@ConditionalOnSm
public final class SmClientRoutingAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	Owners shardOwners(ShardRouter router, ShardManager manager) {
		return Owners.of(router, () -> participants(manager));
	}

	private static List<URI> participants(ShardManager manager) {
		return manager.describe()
			.participants()
			.stream()
			.map(ParticipantInfo::address)
			.map(SmClientRoutingAutoConfiguration::uri)
			.filter(Objects::nonNull)
			.toList();
	}

	/** It comes from another instance, so it may be anything. */
	private static @Nullable URI uri(@Nullable String address) {
		try {
			return (address != null) ? URI.create(address) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** For {@code RestClient}. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClient.class)
	static class RestClientConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		ShardRequestInterceptor shardRequestInterceptor(Owners owners,
				ObjectProvider<ObservationRegistry> observations) {
			return new ShardRequestInterceptor(owners, observations.getIfUnique(() -> ObservationRegistry.NOOP));
		}

	}

	/** For {@code WebClient}. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClient.class)
	static class WebClientConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		ShardExchangeFilter shardExchangeFilter(Owners owners, ObjectProvider<ObservationRegistry> observations) {
			return new ShardExchangeFilter(owners, observations.getIfUnique(() -> ObservationRegistry.NOOP));
		}

	}

}
