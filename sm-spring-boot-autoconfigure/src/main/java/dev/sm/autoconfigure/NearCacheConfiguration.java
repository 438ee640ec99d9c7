package dev.sm.autoconfigure;

import dev.sm.cache.NearCaching;
import dev.sm.cache.near.CaffeineNearCaching;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Values of nodes inside this instance. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "com.github.benmanes.caffeine.cache.Caffeine")
class NearCacheConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NearCaching.Factory nearCaching() {
		return CaffeineNearCaching::new;
	}

}
