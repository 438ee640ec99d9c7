package dev.sm.autoconfigure;

import java.util.List;
import java.util.Map;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.CacheListener;
import dev.sm.cache.NearCaching;
import dev.sm.cache.NodeDecorator;
import dev.sm.cache.PoolMigrations;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.PrefixRules;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.handler.HandlerExecutors;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.memory.MemoryNodeFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The pools of the routed cache. */
@Configuration(proxyBeanMethods = false)
@Import({ JsonCodecConfiguration.class, NearCacheConfiguration.class, RedisNodesConfiguration.class,
		MissingRedisConfiguration.class, JdbcNodesConfiguration.class, MissingJdbcConfiguration.class,
		ShardedTemplateRegistrar.class })
class CacheConfiguration {

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	MemoryNodeFactory memoryNodeFactory() {
		return new MemoryNodeFactory();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(ShardedTemplates.class)
	Pools shardedTemplates(SmProperties properties, CoordinationStore store, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<UnconfiguredPool> unconfigured, ObjectProvider<NodeFactory> factories,
			ObjectProvider<ContinuumAlgorithm> algorithms, ObjectProvider<CacheCodec> codec,
			ObjectProvider<CacheListener> listeners, ObjectProvider<NearCaching.Factory> near,
			ObjectProvider<NodeDecorator> decorator, ApplicationContext context) {
		boolean shared = !(store instanceof LocalCoordinationStore);
		CoordinationProperties coordination = properties.coordination();
		List<PoolSettings> pools = settings(
				new PoolSettingsMapper(sslBundles, ConnectedNodes.of(context, properties.cache()), shared),
				unconfigured);
		// nobody asked for the one in memory, so that it can wait until somebody uses it
		boolean unasked = pools.isEmpty() && !shared;
		if (unasked) {
			pools.add(UnconfiguredPool.inMemory());
		}
		PrefixRules rules = PrefixRulesMapper.map(properties.cache().prefixes(),
				pools.stream().map(PoolSettings::name).toList());
		return Pools.builder()
			.pools(pools)
			.whenUsed(unasked && rules == null)
			.rules(rules)
			.nodeFactories(factories.orderedStream().toList())
			.algorithms(algorithms.orderedStream().toList())
			.codec(codec.getIfAvailable())
			.listener(listener(listeners.orderedStream().toList()))
			.near(near.getIfAvailable())
			.decorator(decorator.getIfAvailable(() -> NodeDecorator.NONE))
			.weightsIn(store, coordination.prefix(), coordination.startTimeout())
			.participant(Identity.participantId(properties.participant().id(), context.getEnvironment()),
					coordination.sessionTtl())
			.zone(properties.participant().zone())
			.loadExecutor(HandlerExecutors.create("sm-load-"))
			.build();
	}

	@Bean
	@ConditionalOnSingleCandidate(Pools.class)
	@ConditionalOnMissingBean
	PoolMigrations poolMigrations(Pools pools) {
		return pools.migrations();
	}

	/** A template of one pool is what an unqualified injection gets. */
	@Bean
	@Fallback
	@Conditional(OnPrefixRulesCondition.class)
	@ConditionalOnSingleCandidate(Pools.class)
	@ConditionalOnMissingBean
	PrefixTemplate prefixTemplate(Pools pools) {
		return pools.byPrefix().orElseThrow();
	}

	private static List<PoolSettings> settings(PoolSettingsMapper mapper,
			ObjectProvider<UnconfiguredPool> unconfigured) {
		List<PoolSettings> settings = mapper.map();
		if (settings.isEmpty()) {
			unconfigured.stream().findFirst().flatMap(UnconfiguredPool::settings).ifPresent(settings::add);
		}
		return settings;
	}

	private static CacheListener listener(List<CacheListener> listeners) {
		if (listeners.size() < 2) {
			return listeners.isEmpty() ? CacheListener.NONE : listeners.get(0);
		}
		return new CacheListener() {

			@Override
			public void onCommand(String pool, String node, String operation, Outcome outcome, long nanos) {
				listeners.forEach((listener) -> listener.onCommand(pool, node, operation, outcome, nanos));
			}

			@Override
			public void onEvent(String pool, String node, Event event) {
				listeners.forEach((listener) -> listener.onEvent(pool, node, event));
			}

			@Override
			public void onStep(String pool, long migration, String step, Map<String, Integer> weights) {
				listeners.forEach((listener) -> listener.onStep(pool, migration, step, weights));
			}

		};
	}

}
