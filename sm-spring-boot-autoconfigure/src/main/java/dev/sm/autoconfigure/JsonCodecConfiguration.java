package dev.sm.autoconfigure;

import dev.sm.cache.CacheCodec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Values as JSON. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
class JsonCodecConfiguration {

	@Bean
	@ConditionalOnMissingBean(CacheCodec.class)
	LazyJsonCodec cacheCodec(ObjectProvider<JsonMapper> mapper) {
		return new LazyJsonCodec(() -> mapper.getIfAvailable(() -> JsonMapper.builder().build()));
	}

}
