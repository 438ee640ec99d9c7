package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.ShardedTemplates;
import dev.sm.cache.spring.ShardedCacheManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Makes the manager of Spring's caches of its properties. */
final class SpringCaches {

	private static final String POOL = "sm.cache.spring.pool";

	private final CacheProperties properties;

	private final ShardedTemplates templates;

	private final Environment environment;

	SpringCaches(CacheProperties properties, ShardedTemplates templates, Environment environment) {
		this.properties = properties;
		this.templates = templates;
		this.environment = environment;
	}

	ShardedCacheManager manager(CacheCodec codec) {
		CacheProperties.Spring spring = this.properties.spring();
		ShardedCacheManager.Builder builder = ShardedCacheManager.builder(this.templates::get, codec)
			.transactionAware(spring.transactionAware());
		String pool = pool();
		this.properties.caches()
			.forEach((name, cache) -> builder.cache(name, settings("sm.cache.caches." + name + ".pool",
					(cache.pool() != null) ? cache.pool() : pool, cache.ttl(), cache.nullValues())));
		Set<String> named = new LinkedHashSet<>(Binder.get(this.environment)
			.bind("spring.cache.cache-names", Bindable.listOf(String.class))
			.orElse(List.of()));
		named.removeAll(this.properties.caches().keySet());
		named.forEach((name) -> builder.cache(name, settings(POOL, pool, null, null)));
		if (spring.dynamic() && pool != null) {
			builder.others(settings(POOL, pool, null, null));
		}
		return builder.build();
	}

	private @Nullable String pool() {
		String configured = this.properties.spring().pool();
		if (configured != null && !configured.isBlank()) {
			return configured;
		}
		Set<String> names = this.templates.names();
		return names.contains(UnconfiguredPool.NAME) ? UnconfiguredPool.NAME
				: (names.size() == 1) ? names.iterator().next() : null;
	}

	private ShardedCacheManager.Settings settings(String key, @Nullable String pool, @Nullable Duration ttl,
			@Nullable Boolean nullValues) {
		if (pool == null || !this.templates.names().contains(pool)) {
			throw InvalidPropertyException.of(key, pool,
					"the name of a pool: " + String.join(", ", new TreeSet<>(this.templates.names())));
		}
		CacheProperties.Spring spring = this.properties.spring();
		CacheProperties.Pool known = this.properties.pools().get(pool);
		Duration common = (spring.ttl() != null) ? spring.ttl() : (known != null) ? known.defaultTtl() : null;
		return new ShardedCacheManager.Settings(pool, (ttl != null) ? ttl : common,
				(nullValues != null) ? nullValues : spring.nullValues());
	}

}
