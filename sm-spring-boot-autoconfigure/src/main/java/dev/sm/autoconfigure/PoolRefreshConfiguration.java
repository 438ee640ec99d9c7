package dev.sm.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.cache.PoolRefresh;
import dev.sm.cache.PoolRefresh.Outcome;
import dev.sm.cache.Pools;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Reads the configuration of pools again, when asked or when Spring Cloud tells of it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(Pools.class)
class PoolRefreshConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(PoolRefresh.class);

	@Bean
	@ConditionalOnMissingBean
	PoolRefresh poolRefresh(Pools pools, ApplicationContext context, CoordinationStore store,
			ObjectProvider<SslBundles> sslBundles) {
		boolean shared = !(store instanceof LocalCoordinationStore);
		return () -> {
			CacheProperties cache = bound(context.getEnvironment());
			pools.refresh(PrefixRulesMapper.map(cache.prefixes(), pools.names()));
			if (cache.pools().isEmpty()) {
				return unconfigured(pools);
			}
			return pools.refresh(new PoolSettingsMapper(sslBundles, ConnectedNodes.of(context, cache), shared).map());
		};
	}

	/**
	 * What stands for configured pools cannot be configured, so that it does not change.
	 */
	private static Map<String, Outcome> unconfigured(Pools pools) {
		Map<String, Outcome> outcomes = new LinkedHashMap<>();
		pools.names().forEach((name) -> outcomes.put(name, new Outcome(PoolRefresh.Result.UNCHANGED, null)));
		return outcomes;
	}

	/** Binds and checks as a start does. */
	private static CacheProperties bound(Environment environment) {
		CacheProperties cache = Binder.get(environment).bindOrCreate("sm.cache", Bindable.of(CacheProperties.class));
		PoolPropertyChecks.check(cache);
		return cache;
	}

	/** Spring Cloud tells which properties have changed. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(EnvironmentChangeEvent.class)
	static class SpringCloud {

		@Bean
		ApplicationListener<EnvironmentChangeEvent> poolRefreshListener(PoolRefresh refresh) {
			return (event) -> {
				if (event.getKeys().stream().anyMatch(SpringCloud::concerns)) {
					refresh(refresh);
				}
			};
		}

		private static boolean concerns(String key) {
			return key.startsWith(PoolPropertyChecks.PREFIX) || key.startsWith(PrefixRulesMapper.PREFIX);
		}

		/** Whoever refreshes has more to refresh than pools. */
		private static void refresh(PoolRefresh refresh) {
			try {
				refresh.refresh().forEach((pool, outcome) -> {
					if (outcome.result() == PoolRefresh.Result.MIGRATING) {
						logger.info("Pool '{}' migrates to its configured weights", pool);
					}
				});
			}
			catch (RuntimeException ex) {
				logger.error("The configuration of pools was read again and is refused; they stay as they are", ex);
			}
		}

	}

}
