package dev.sm.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The verbs of a pool without waiting, under an ownership or none.
 */
final class AsyncOperations implements AsyncShardedOperations {

	private final Pool pool;

	private final Requests requests;

	AsyncOperations(Pool pool, Requests requests) {
		this.pool = pool;
		this.requests = requests;
	}

	@Override
	public <T> CompletableFuture<@Nullable T> get(String key, Class<T> type) {
		return this.pool.runner().async(this.requests.<T>get(key, type));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> get(String key, ParameterizedTypeReference<T> type) {
		return this.pool.runner().async(this.requests.<T>get(key, Requests.typeOf(type)));
	}

	@Override
	public <T> CompletableFuture<Map<String, T>> multiGet(Collection<String> keys, Class<T> type) {
		return this.pool.runner().multi().async(this.requests.<T>multiGet(keys, type));
	}

	@Override
	public <T> CompletableFuture<Map<String, T>> multiGet(Collection<String> keys, ParameterizedTypeReference<T> type) {
		return this.pool.runner().multi().async(this.requests.<T>multiGet(keys, Requests.typeOf(type)));
	}

	@Override
	public CompletableFuture<@Nullable Void> set(String key, Object value) {
		return this.pool.runner().async(this.requests.set(key, value));
	}

	@Override
	public CompletableFuture<@Nullable Void> set(String key, Object value, Duration ttl) {
		return this.pool.runner().async(this.requests.set(key, value, ttl));
	}

	@Override
	public CompletableFuture<@Nullable Void> multiSet(Map<String, ?> values, @Nullable Duration ttl) {
		return this.pool.runner().multi().async(this.requests.multiSet(values, ttl));
	}

	@Override
	public CompletableFuture<Boolean> setIfAbsent(String key, Object value, @Nullable Duration ttl) {
		return this.pool.runner().async(this.requests.setIfAbsent(key, value, ttl));
	}

	@Override
	public CompletableFuture<Boolean> delete(String key) {
		return this.pool.runner().async(this.requests.delete(key));
	}

	@Override
	public CompletableFuture<Long> multiDelete(Collection<String> keys) {
		return this.pool.runner().multi().async(this.requests.multiDelete(keys));
	}

	@Override
	public CompletableFuture<Long> increment(String key, long delta) {
		return this.pool.runner().async(this.requests.increment(key, delta));
	}

	@Override
	public CompletableFuture<Boolean> expire(String key, Duration ttl) {
		return this.pool.runner().async(this.requests.expire(key, ttl));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> getOrLoad(String key, Class<T> type, Duration ttl,
			Callable<@Nullable T> loader) {
		return load(key, type, ttl, loader);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> getOrLoad(String key, ParameterizedTypeReference<T> type, Duration ttl,
			Callable<@Nullable T> loader) {
		return load(key, Requests.typeOf(type), ttl, loader);
	}

	private <T> CompletableFuture<@Nullable T> load(String key, Type type, Duration ttl, Callable<@Nullable T> loader) {
		return new Loading<T>(this.pool, this.requests, key, type, ttl, loader).async(this.pool.loadExecutor());
	}

}
