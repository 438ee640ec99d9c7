package dev.sm.cache.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.ShardedOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.transaction.AbstractTransactionSupportingCacheManager;

/**
 * Spring's caches in pools: each entry is a key {@code NAME::KEY} of a pool, so that all
 * instances share it. {@code @Cacheable(sync = true)} loads through
 * {@link ShardedOperations#getOrLoad}. Caches that are not configured are made when they
 * are first asked for, unless that is switched off. Thread-safe once it is built.
 */
public final class ShardedCacheManager extends AbstractTransactionSupportingCacheManager {

	private final Function<String, ? extends ShardedOperations> pools;

	private final CacheCodec codec;

	private final Map<String, Settings> configured;

	private final @Nullable Settings others;

	private ShardedCacheManager(Builder builder) {
		this.pools = builder.pools;
		this.codec = builder.codec;
		this.configured = new LinkedHashMap<>(builder.caches);
		this.others = builder.others;
		setTransactionAware(builder.transactionAware);
	}

	/**
	 * Starts to collect what a manager is made of.
	 * @param pools finds a pool's operations by its name
	 * @param codec writes values so that their type can be told when they are read: it is
	 * asked to decode {@code Object}
	 * @return a builder
	 */
	public static Builder builder(Function<String, ? extends ShardedOperations> pools, CacheCodec codec) {
		return new Builder(pools, codec);
	}

	@Override
	protected List<Cache> loadCaches() {
		List<Cache> caches = new ArrayList<>();
		this.configured.forEach((name, settings) -> caches.add(create(name, settings)));
		return caches;
	}

	@Override
	protected @Nullable Cache getMissingCache(String name) {
		return (this.others != null) ? create(name, this.others) : null;
	}

	private Cache create(String name, Settings settings) {
		return new ShardedCache(name, settings, this.pools.apply(settings.pool()), this.codec);
	}

	/**
	 * How a cache uses a pool. Immutable.
	 *
	 * @param pool the name of the pool
	 * @param ttl how long entries live, or {@code null} for the pool's default
	 * @param nullValues whether a {@code null} is remembered; if not, it is not cached,
	 * and ends an entry that it would replace
	 */
	public record Settings(String pool, @Nullable Duration ttl, boolean nullValues) {

	}

	/** A cache that counts. */
	public interface Counted extends Cache {

		/**
		 * What this instance has done with the cache so far.
		 * @return the numbers
		 */
		Counts counts();

	}

	/**
	 * What an instance has done with a cache.
	 *
	 * @param hits reads that found an entry
	 * @param misses reads that found none
	 * @param puts entries that were written
	 * @param evictions entries that were removed, by clearing too
	 */
	public record Counts(long hits, long misses, long puts, long evictions) {

	}

	/**
	 * Collects what a manager is made of. Not thread-safe.
	 */
	public static final class Builder {

		private final Function<String, ? extends ShardedOperations> pools;

		private final CacheCodec codec;

		private final Map<String, Settings> caches = new LinkedHashMap<>();

		private @Nullable Settings others;

		private boolean transactionAware;

		private Builder(Function<String, ? extends ShardedOperations> pools, CacheCodec codec) {
			this.pools = pools;
			this.codec = codec;
		}

		/**
		 * Adds a cache, which exists from the start.
		 * @param name its name
		 * @param settings how it uses a pool
		 * @return this
		 */
		public Builder cache(String name, Settings settings) {
			this.caches.put(name, settings);
			return this;
		}

		/**
		 * Sets how caches are made that were not added; without this there are none.
		 * @param settings how they use a pool
		 * @return this
		 */
		public Builder others(@Nullable Settings settings) {
			this.others = settings;
			return this;
		}

		/**
		 * Sets whether what is written and removed in a transaction waits for its commit.
		 * @param transactionAware whether it waits; not by default
		 * @return this
		 */
		public Builder transactionAware(boolean transactionAware) {
			this.transactionAware = transactionAware;
			return this;
		}

		/**
		 * Makes the manager and its caches.
		 * @return the manager
		 * @throws IllegalArgumentException if a name cannot be that of a cache, or a pool
		 * does not exist
		 */
		public ShardedCacheManager build() {
			ShardedCacheManager manager = new ShardedCacheManager(this);
			manager.afterPropertiesSet();
			return manager;
		}

	}

}
