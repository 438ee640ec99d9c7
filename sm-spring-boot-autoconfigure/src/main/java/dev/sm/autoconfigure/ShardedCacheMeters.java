package dev.sm.autoconfigure;

import dev.sm.cache.spring.ShardedCacheManager.Counted;
import dev.sm.cache.spring.ShardedCacheManager.Counts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/** Micrometer's meters of caches, for those on pools. */
final class ShardedCacheMeters extends CacheMeterBinder<Counted> {

	private ShardedCacheMeters(Counted cache, Iterable<Tag> tags) {
		super(cache, cache.getName(), tags);
	}

	private @Nullable Counts counts() {
		Counted cache = getCache();
		return (cache != null) ? cache.counts() : null;
	}

	@Override
	protected @Nullable Long size() {
		return null;
	}

	@Override
	protected long hitCount() {
		Counts counts = counts();
		return (counts != null) ? counts.hits() : 0;
	}

	@Override
	protected Long missCount() {
		Counts counts = counts();
		return (counts != null) ? counts.misses() : 0;
	}

	@Override
	protected Long evictionCount() {
		Counts counts = counts();
		return (counts != null) ? counts.evictions() : 0;
	}

	@Override
	protected long putCount() {
		Counts counts = counts();
		return (counts != null) ? counts.puts() : 0;
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		// there are none
	}

	/** Gives Boot the meters of a cache. */
	static final class Provider implements CacheMeterBinderProvider<Counted> {

		@Override
		public MeterBinder getMeterBinder(Counted cache, Iterable<Tag> tags) {
			return new ShardedCacheMeters(cache, tags);
		}

	}

}
