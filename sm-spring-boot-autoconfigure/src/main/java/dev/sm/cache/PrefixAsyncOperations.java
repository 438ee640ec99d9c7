package dev.sm.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The verbs of several pools without waiting, each key's in its own.
 */
final class PrefixAsyncOperations implements AsyncShardedOperations {

	private final PrefixOperations operations;

	private final PrefixSplit split;

	PrefixAsyncOperations(PrefixOperations operations, PrefixSplit split) {
		this.operations = operations;
		this.split = split;
	}

	PrefixSplit split() {
		return this.split;
	}

	private AsyncShardedOperations of(String key) {
		return this.operations.of(key).async();
	}

	@Override
	public <T> CompletableFuture<@Nullable T> get(String key, Class<T> type) {
		return of(key).get(key, type);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> get(String key, ParameterizedTypeReference<T> type) {
		return of(key).get(key, type);
	}

	@Override
	public <T> CompletableFuture<Map<String, T>> multiGet(Collection<String> keys, Class<T> type) {
		return this.split.<T>get(keys, type).async();
	}

	@Override
	public <T> CompletableFuture<Map<String, T>> multiGet(Collection<String> keys, ParameterizedTypeReference<T> type) {
		return this.split.<T>get(keys, Requests.typeOf(type)).async();
	}

	@Override
	public CompletableFuture<@Nullable Void> set(String key, Object value) {
		return of(key).set(key, value);
	}

	@Override
	public CompletableFuture<@Nullable Void> set(String key, Object value, Duration ttl) {
		return of(key).set(key, value, ttl);
	}

	@Override
	public CompletableFuture<@Nullable Void> multiSet(Map<String, ?> values, @Nullable Duration ttl) {
		return this.split.set(values, ttl).async();
	}

	@Override
	public CompletableFuture<Boolean> setIfAbsent(String key, Object value, @Nullable Duration ttl) {
		return of(key).setIfAbsent(key, value, ttl);
	}

	@Override
	public CompletableFuture<Boolean> delete(String key) {
		return of(key).delete(key);
	}

	@Override
	public CompletableFuture<Long> multiDelete(Collection<String> keys) {
		return this.split.delete(keys).async();
	}

	@Override
	public CompletableFuture<Long> increment(String key, long delta) {
		return of(key).increment(key, delta);
	}

	@Override
	public CompletableFuture<Boolean> expire(String key, Duration ttl) {
		return of(key).expire(key, ttl);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> getOrLoad(String key, Class<T> type, Duration ttl,
			Callable<@Nullable T> loader) {
		return of(key).getOrLoad(key, type, ttl, loader);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> getOrLoad(String key, ParameterizedTypeReference<T> type, Duration ttl,
			Callable<@Nullable T> loader) {
		return of(key).getOrLoad(key, type, ttl, loader);
	}

}
