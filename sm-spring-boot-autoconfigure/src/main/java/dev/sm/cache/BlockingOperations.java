package dev.sm.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardNotHeldException;
import dev.sm.storage.Fence;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The verbs of a pool, under an ownership or none.
 */
class BlockingOperations implements ShardedOperations {

	private final Pool pool;

	private final Requests requests;

	private final AsyncOperations async;

	BlockingOperations(Pool pool, Requests requests) {
		this.pool = pool;
		this.requests = requests;
		this.async = new AsyncOperations(pool, requests);
	}

	@Override
	public <T> @Nullable T get(String key, Class<T> type) {
		return this.pool.runner().await(this.requests.<T>get(key, type));
	}

	@Override
	public <T> @Nullable T get(String key, ParameterizedTypeReference<T> type) {
		return this.pool.runner().await(this.requests.<T>get(key, Requests.typeOf(type)));
	}

	@Override
	public <T> Map<String, T> multiGet(Collection<String> keys, Class<T> type) {
		return this.pool.runner().multi().await(this.requests.<T>multiGet(keys, type));
	}

	@Override
	public <T> Map<String, T> multiGet(Collection<String> keys, ParameterizedTypeReference<T> type) {
		return this.pool.runner().multi().await(this.requests.<T>multiGet(keys, Requests.typeOf(type)));
	}

	@Override
	public void set(String key, Object value) {
		this.pool.runner().await(this.requests.set(key, value));
	}

	@Override
	public void set(String key, Object value, Duration ttl) {
		this.pool.runner().await(this.requests.set(key, value, ttl));
	}

	@Override
	public void multiSet(Map<String, ?> values, @Nullable Duration ttl) {
		this.pool.runner().multi().await(this.requests.multiSet(values, ttl));
	}

	@Override
	public boolean setIfAbsent(String key, Object value, @Nullable Duration ttl) {
		return this.pool.runner().await(this.requests.setIfAbsent(key, value, ttl));
	}

	@Override
	public boolean delete(String key) {
		return this.pool.runner().await(this.requests.delete(key));
	}

	@Override
	public long multiDelete(Collection<String> keys) {
		return this.pool.runner().multi().await(this.requests.multiDelete(keys));
	}

	@Override
	public long increment(String key, long delta) {
		return this.pool.runner().await(this.requests.increment(key, delta));
	}

	@Override
	public boolean expire(String key, Duration ttl) {
		return this.pool.runner().await(this.requests.expire(key, ttl));
	}

	@Override
	public <T> @Nullable T getOrLoad(String key, Class<T> type, Duration ttl, Callable<@Nullable T> loader) {
		return load(key, type, ttl, loader);
	}

	@Override
	public <T> @Nullable T getOrLoad(String key, ParameterizedTypeReference<T> type, Duration ttl,
			Callable<@Nullable T> loader) {
		return load(key, Requests.typeOf(type), ttl, loader);
	}

	private <T> @Nullable T load(String key, Type type, Duration ttl, Callable<@Nullable T> loader) {
		return new Loading<T>(this.pool, this.requests, key, type, ttl, loader).await();
	}

	@Override
	public Stream<String> scan(String prefix) {
		return KeyScan.stream(this.pool, this.requests, prefix);
	}

	@Override
	public <T> T execute(String key, NodeCallback<T> callback) {
		if (callback == null) {
			throw new IllegalArgumentException("'callback' must not be null");
		}
		byte[] stored = this.requests.stored(key);
		if (this.pool.runner().replicas() != null) {
			throw new InvalidDataAccessApiUsageException("execute cannot be right in pool '" + this.pool.name()
					+ "', which is replicated: what it writes would be on one node only; use a pool of type sharded for it");
		}
		return new Execution(this.pool, key, stored, this.requests).run((node) -> callback
			.doInNode(this.pool.settings().keyPrefix().concat(key), node.storage().nativeOperations()));
	}

	@Override
	public AsyncShardedOperations async() {
		return this.async;
	}

	@Override
	public ShardedOperations fencedBy(Shard shard) {
		return new BlockingOperations(this.pool, this.requests.fencedBy(fence(shard)));
	}

	/**
	 * What nodes are told of an ownership.
	 * @throws ShardNotHeldException if the shard was never owned
	 */
	static Fence fence(Shard shard) {
		if (shard == null) {
			throw new IllegalArgumentException("'shard' must not be null");
		}
		if (shard.epoch() <= 0) {
			throw new ShardNotHeldException(shard.service(), shard.id(), shard.epoch());
		}
		return new Fence(shard.service() + "/" + shard.id(), shard.epoch());
	}

	@Override
	public String nodeFor(String key) {
		return this.requests.owner(this.requests.stored(key)).id();
	}

}
