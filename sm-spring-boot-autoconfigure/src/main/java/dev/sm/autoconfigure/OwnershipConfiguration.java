package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.sm.coordination.CoordinationStore;
import dev.sm.handler.HandlerExecutors;
import dev.sm.manager.LoadSettings;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceSettings;
import dev.sm.manager.ShardManager;
import dev.sm.routing.DefaultShardRouter;
import dev.sm.routing.ShardRouter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Ownership of shards, and the way to their owners. */
@Configuration(proxyBeanMethods = false)
class OwnershipConfiguration {

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

	@Bean
	@ConditionalOnMissingBean
	OwnershipSettings ownershipSettings(SmProperties properties, Environment environment) {
		ParticipantProperties participant = properties.participant();
		return new OwnershipSettings(properties.coordination().prefix(),
				Identity.participantId(participant.id(), environment), null, participant.zone(), participant.weight(),
				participant.maxShards(), participant.tags(), participant.enabled(),
				properties.coordination().sessionTtl(), REQUEST_TIMEOUT);
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	OwnershipDriver ownershipDriver(CoordinationStore store, OwnershipSettings settings, SmProperties properties,
			Environment environment) {
		return new OwnershipDriver(store, settings, services(properties, environment),
				HandlerExecutors.create("sm-handler-"));
	}

	@Bean
	OwnershipLifecycle ownershipLifecycle(OwnershipDriver driver, SmProperties properties,
			ObjectProvider<CallbackDecorator> decorators, ConfigurableApplicationContext context) {
		String service = Identity.service(properties, context.getEnvironment());
		ShardCallbacks callbacks = new ShardCallbacks(context.getBeanFactory(), service, decorators,
				ProgramChecks.urls(properties.shards(), service));
		return new OwnershipLifecycle(driver, properties, callbacks, context);
	}

	@Bean
	StopDelay stopDelay(SmProperties properties, ConfigurableApplicationContext context) {
		return new StopDelay(properties.participant().stopDelay(), context);
	}

	@Bean
	static LazyInitializationExcludeFilter eagerOwnership() {
		return LazyInitializationExcludeFilter.forBeanTypes(OwnershipLifecycle.class, StopDelay.class);
	}

	@Bean
	@ConditionalOnMissingBean
	ShardManager shardManager(OwnershipDriver driver, SmProperties properties, Environment environment) {
		return driver.manager(Identity.service(properties, environment));
	}

	/**
	 * Lazy, since an application that routes nothing need not know where all shards are.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean(ShardRouter.class)
	DefaultShardRouter shardRouter(ShardManager manager, SmProperties properties, Environment environment) {
		Map<String, Integer> counts = services(properties, environment).stream()
			.collect(Collectors.toMap(ServiceSettings::service, ServiceSettings::count));
		return new DefaultShardRouter(manager, counts);
	}

	static List<ServiceSettings> services(SmProperties properties, Environment environment) {
		ShardsProperties own = properties.shards();
		List<ServiceSettings> services = new ArrayList<>();
		String name = Identity.service(properties, environment);
		services
			.add(service(name, own, new ShardsProperties.Service(null, null, null, null, null), properties.balance()));
		if (properties.pushgateway().enabled()) {
			services.add(service(PushgatewayShard.SERVICE, own, new ShardsProperties.Service(1, null, null, null, null),
					properties.balance()));
		}
		own.services().forEach((further, service) -> {
			if (further.equals(name)) {
				throw new InvalidPropertyException("sm.shards.services." + further,
						"'sm.shards.services." + further + "' has the name of the application's own service.",
						"Move what is below it to 'sm.shards', or name another service.");
			}
			services.add(service(further, own, service, properties.balance()));
		});
		return services;
	}

	private static ServiceSettings service(String name, ShardsProperties own, ShardsProperties.Service service,
			BalanceProperties balance) {
		return new ServiceSettings(name, Optional.ofNullable(service.count()).orElse(own.count()),
				Optional.ofNullable(service.ownership()).orElse(own.ownership()),
				Optional.ofNullable(service.handlerTimeout()).orElse(own.handlerTimeout()),
				Optional.ofNullable(service.hungDrop()).orElse(own.hungDrop()), balance.maxMovesInFlight(),
				balance.tolerance(), balance.recoveryGrace(), balance.zoneSpread(),
				new LoadSettings(balance.loadHalfLife(), balance.loadMaxAge(), balance.coolDown()));
	}

}
