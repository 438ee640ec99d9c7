package dev.sm.autoconfigure;

import java.util.List;

import dev.sm.cache.ShardedTemplates;
import dev.sm.cache.spring.ShardedCacheManager;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.transaction.AbstractTransactionSupportingCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration of Spring's cache abstraction on pools. As Boot's own does, it needs
 * {@code @EnableCaching} and leaves an application's cache manager alone; it comes before
 * Boot's own, unless {@code spring.cache.type} names one of those.
 */
@AutoConfiguration(after = SmAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		beforeName = { "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration",
				"org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration" })
@ConditionalOnClass({ CacheManager.class, CacheAspectSupport.class, AbstractTransactionSupportingCacheManager.class,
		JsonMapper.class })
@ConditionalOnSm
@ConditionalOnBean({ ShardedTemplates.class, CacheAspectSupport.class })
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@ConditionalOnProperty(name = "sm.cache.spring.enabled", matchIfMissing = true)
@Conditional(SmSpringCacheAutoConfiguration.OnNoOtherCacheType.class)
public final class SmSpringCacheAutoConfiguration {

	@Bean
	ShardedCacheManager cacheManager(SmProperties properties, ShardedTemplates templates,
			ObjectProvider<JsonMapper> mapper, BeanFactory beanFactory, Environment environment) {
		CacheProperties cache = properties.cache();
		List<String> own = AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory)
				: List.of();
		LazyTypedCodec codec = new LazyTypedCodec(() -> mapper.getIfAvailable(() -> JsonMapper.builder().build()), own,
				cache.spring().trustedPackages());
		return new SpringCaches(cache, templates, environment).manager(codec);
	}

	/** Meters of caches, where Boot binds those. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, CacheMeterBinderProvider.class })
	static class Meters {

		@Bean
		@ConditionalOnMissingBean
		ShardedCacheMeters.Provider shardedCacheMeterBinderProvider() {
			return new ShardedCacheMeters.Provider();
		}

	}

	/** Boot's property, by which an application asks for another kind of cache. */
	static final class OnNoOtherCacheType extends SpringBootCondition {

		private static final String KEY = "spring.cache.type";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			String type = context.getEnvironment().getProperty(KEY);
			ConditionMessage.Builder message = ConditionMessage.forCondition("Caches on pools");
			return (type == null || type.isBlank())
					? ConditionOutcome.match(message.because("'" + KEY + "' is not set"))
					: ConditionOutcome.noMatch(message.because("'" + KEY + "' is set"));
		}

	}

}
