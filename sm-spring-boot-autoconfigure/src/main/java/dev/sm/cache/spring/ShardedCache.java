package dev.sm.cache.spring;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.sm.cache.CacheCodec;
import dev.sm.cache.CacheLoadException;
import dev.sm.cache.ShardedOperations;
import dev.sm.cache.spring.ShardedCacheManager.Counted;
import dev.sm.cache.spring.ShardedCacheManager.Counts;
import dev.sm.cache.spring.ShardedCacheManager.Settings;
import org.jspecify.annotations.Nullable;

/**
 * A cache whose entries are keys of a pool. Thread-safe.
 */
final class ShardedCache implements Counted {

	/** How many keys are removed in one step of clearing. */
	static final int BATCH = 500;

	/** The longest time to live that pools take. */
	private static final Duration FOREVER = Duration.ofDays(36_500);

	private static final int ATTEMPTS = 3;

	private final String name;

	private final Settings settings;

	private final ShardedOperations operations;

	private final CacheKeys keys;

	private final CacheValues values;

	private final Counters counters = new Counters();

	ShardedCache(String name, Settings settings, ShardedOperations operations, CacheCodec codec) {
		this.name = name;
		this.settings = settings;
		this.operations = operations;
		this.keys = new CacheKeys(name);
		this.values = new CacheValues(name, codec, settings.nullValues());
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Object getNativeCache() {
		return this.operations;
	}

	@Override
	public Counts counts() {
		return this.counters.counts();
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return read(this.operations.get(this.keys.of(key), byte[].class));
	}

	private @Nullable ValueWrapper read(byte @Nullable [] stored) {
		ValueWrapper value = this.values.decode(stored);
		this.counters.read(value != null);
		return value;
	}

	@Override
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		ValueWrapper found = get(key);
		Object value = (found != null) ? found.get() : null;
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException("the entry of a key in cache '" + this.name + "' is a "
					+ value.getClass().getName() + " and must be a " + type.getName());
		}
		@SuppressWarnings("unchecked")
		T cast = (T) value;
		return cast;
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> loader) {
		String stored = this.keys.of(key);
		Loaded<T> loaded = new Loaded<>(loader);
		try {
			byte[] found = load(stored, loaded);
			ValueWrapper value = this.values.decode(found);
			if (value == null && found != null && !loaded.called) {
				// nobody here can read it: it makes room for what can be read
				this.operations.delete(stored);
				value = this.values.decode(load(stored, loaded));
			}
			this.counters.read(!loaded.called);
			return loaded.called ? loaded.value : cast(value);
		}
		catch (CacheLoadException ex) {
			throw new ValueRetrievalException(key, loader, cause(ex));
		}
	}

	private byte @Nullable [] load(String key, Callable<byte @Nullable []> loader) {
		return this.operations.getOrLoad(key, byte[].class, ttl(), loader);
	}

	private Duration ttl() {
		return (this.settings.ttl() != null) ? this.settings.ttl() : FOREVER;
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable T cast(@Nullable ValueWrapper value) {
		return (value != null) ? (T) value.get() : null;
	}

	private static @Nullable Throwable cause(Throwable failure) {
		Throwable cause = failure.getCause();
		while (cause instanceof LoaderException || cause instanceof CompletionException
				|| cause instanceof ExecutionException) {
			cause = cause.getCause();
		}
		return cause;
	}

	@Override
	public CompletableFuture<?> retrieve(Object key) {
		return this.operations.async().get(this.keys.of(key), byte[].class).thenApply(this::read);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
		String stored = this.keys.of(key);
		Loaded<T> loaded = new Loaded<>(() -> loader.get().join());
		return retrieve(stored, loaded).thenCompose((first) -> {
			ValueWrapper value = this.values.decode(first);
			if (value != null || first == null || loaded.called) {
				return CompletableFuture.completedFuture(value);
			}
			return this.operations.async()
				.delete(stored)
				.thenCompose((deleted) -> retrieve(stored, loaded))
				.thenApply(this.values::decode);
		}).handle((value, failure) -> {
			if (failure != null) {
				throw new CompletionException(loaderFailure(failure));
			}
			this.counters.read(!loaded.called);
			return loaded.called ? loaded.value : ShardedCache.<T>cast(value);
		});
	}

	private CompletableFuture<byte @Nullable []> retrieve(String key, Callable<byte @Nullable []> loader) {
		return this.operations.async().getOrLoad(key, byte[].class, ttl(), loader);
	}

	/** Whoever waits for a future expects the exception of the method itself. */
	private static Throwable loaderFailure(Throwable failure) {
		Throwable unwrapped = (failure instanceof CompletionException && failure.getCause() != null)
				? failure.getCause() : failure;
		Throwable cause = (unwrapped instanceof CacheLoadException) ? cause(unwrapped) : null;
		return (cause != null) ? cause : unwrapped;
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		byte[] encoded = this.values.encode(value);
		if (encoded == null) {
			evict(key);
			return;
		}
		if (this.settings.ttl() != null) {
			this.operations.set(this.keys.of(key), encoded, this.settings.ttl());
		}
		else {
			this.operations.set(this.keys.of(key), encoded);
		}
		this.counters.put();
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		byte[] encoded = this.values.encode(value);
		for (int i = 0; i < ATTEMPTS; i++) {
			if (encoded != null && this.operations.setIfAbsent(this.keys.of(key), encoded, this.settings.ttl())) {
				this.counters.put();
				return null;
			}
			ValueWrapper present = get(key);
			if (present != null || encoded == null) {
				return present;
			}
		}
		return null;
	}

	@Override
	public void evict(Object key) {
		evictIfPresent(key);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		boolean present = this.operations.delete(this.keys.of(key));
		this.counters.evicted(present ? 1 : 0);
		return present;
	}

	@Override
	public void clear() {
		invalidate();
	}

	/**
	 * Removes what is there, batch by batch: entries that are written meanwhile may stay.
	 */
	@Override
	public boolean invalidate() {
		long removed = 0;
		try (Stream<String> found = this.operations.scan(this.keys.prefix())) {
			Set<String> batch = new LinkedHashSet<>();
			for (Iterator<String> all = found.iterator(); all.hasNext();) {
				batch.add(all.next());
				if (batch.size() == BATCH || !all.hasNext()) {
					removed += this.operations.multiDelete(batch);
					batch.clear();
				}
			}
		}
		this.counters.evicted(removed);
		return removed > 0;
	}

	@Override
	public String toString() {
		return "ShardedCache[" + this.name + "]";
	}

	/** Loads and encodes, and keeps what was loaded for whoever called. */
	private final class Loaded<T> implements Callable<byte @Nullable []> {

		private final Callable<T> loader;

		private volatile boolean called;

		private volatile @Nullable T value;

		private Loaded(Callable<T> loader) {
			this.loader = loader;
		}

		@Override
		public byte @Nullable [] call() {
			this.called = true;
			try {
				this.value = this.loader.call();
			}
			catch (Exception ex) {
				throw new LoaderException(ex);
			}
			byte[] encoded = ShardedCache.this.values.encode(this.value);
			if (encoded != null) {
				ShardedCache.this.counters.put();
			}
			return encoded;
		}

	}

	/** Tells a loader's exception from those of the pool. */
	@SuppressWarnings("serial")
	private static final class LoaderException extends RuntimeException {

		private LoaderException(Exception cause) {
			super(cause);
		}

	}

}
