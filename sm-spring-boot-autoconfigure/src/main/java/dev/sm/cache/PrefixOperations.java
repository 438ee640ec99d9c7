package dev.sm.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The verbs of several pools, each key's in its own, under an ownership or none.
 */
class PrefixOperations implements ShardedOperations {

	private final Supplier<PrefixRoutes> routes;

	private final @Nullable Shard owned;

	private final PrefixAsyncOperations async;

	PrefixOperations(Supplier<PrefixRoutes> routes, @Nullable Shard owned) {
		this.routes = routes;
		this.owned = owned;
		this.async = new PrefixAsyncOperations(this, new PrefixSplit(routes, owned));
	}

	/** The verbs of the pool that a key belongs to. */
	ShardedOperations of(String key) {
		BlockingOperations operations = this.routes.get().of(key).operations();
		return (this.owned != null) ? operations.fencedBy(this.owned) : operations;
	}

	@Override
	public <T> @Nullable T get(String key, Class<T> type) {
		return of(key).get(key, type);
	}

	@Override
	public <T> @Nullable T get(String key, ParameterizedTypeReference<T> type) {
		return of(key).get(key, type);
	}

	@Override
	public <T> Map<String, T> multiGet(Collection<String> keys, Class<T> type) {
		return multiGet(keys, (Type) type);
	}

	@Override
	public <T> Map<String, T> multiGet(Collection<String> keys, ParameterizedTypeReference<T> type) {
		return multiGet(keys, Requests.typeOf(type));
	}

	private <T> Map<String, T> multiGet(Collection<String> keys, Type type) {
		return this.async.split().<T>get(keys, type).await();
	}

	@Override
	public void set(String key, Object value) {
		of(key).set(key, value);
	}

	@Override
	public void set(String key, Object value, Duration ttl) {
		of(key).set(key, value, ttl);
	}

	@Override
	public void multiSet(Map<String, ?> values, @Nullable Duration ttl) {
		this.async.split().set(values, ttl).await();
	}

	@Override
	public boolean setIfAbsent(String key, Object value, @Nullable Duration ttl) {
		return of(key).setIfAbsent(key, value, ttl);
	}

	@Override
	public boolean delete(String key) {
		return of(key).delete(key);
	}

	@Override
	public long multiDelete(Collection<String> keys) {
		return this.async.split().delete(keys).await();
	}

	@Override
	public long increment(String key, long delta) {
		return of(key).increment(key, delta);
	}

	@Override
	public boolean expire(String key, Duration ttl) {
		return of(key).expire(key, ttl);
	}

	@Override
	public <T> @Nullable T getOrLoad(String key, Class<T> type, Duration ttl, Callable<@Nullable T> loader) {
		return of(key).getOrLoad(key, type, ttl, loader);
	}

	@Override
	public <T> @Nullable T getOrLoad(String key, ParameterizedTypeReference<T> type, Duration ttl,
			Callable<@Nullable T> loader) {
		return of(key).getOrLoad(key, type, ttl, loader);
	}

	/** Tells of each pool only the keys that belong there: others could not be read. */
	@Override
	public Stream<String> scan(String prefix) {
		if (prefix == null) {
			throw new IllegalArgumentException("'prefix' must not be null");
		}
		PrefixRoutes now = this.routes.get();
		Stream<String> all = Stream.empty();
		for (String pool : now.rules().poolsBelow(prefix)) {
			BlockingOperations operations = now.toPool(pool).operations();
			ShardedOperations there = (this.owned != null) ? operations.fencedBy(this.owned) : operations;
			all = Stream.concat(all, there.scan(prefix).filter((key) -> now.rules().poolOf(key).equals(pool)));
		}
		return all;
	}

	@Override
	public <T> T execute(String key, NodeCallback<T> callback) {
		return of(key).execute(key, callback);
	}

	@Override
	public AsyncShardedOperations async() {
		return this.async;
	}

	@Override
	public ShardedOperations fencedBy(Shard shard) {
		BlockingOperations.fence(shard);
		return new PrefixOperations(this.routes, shard);
	}

	/**
	 * Explains the placement of a key.
	 * @param key the key
	 * @return the node that it is placed on, in the pool that it belongs to
	 */
	@Override
	public String nodeFor(String key) {
		return of(key).nodeFor(key);
	}

	/**
	 * Tells which pool a key belongs to.
	 * @param key the key
	 * @return the name of the pool
	 */
	public String poolFor(String key) {
		return this.routes.get().of(key).pool().name();
	}

}
