package dev.sm.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The verbs of {@link ShardedOperations} without waiting. Arguments are checked at once;
 * everything else that fails completes the future with what the waiting verb would have
 * thrown. Futures may complete on a thread of a client library: continue with an executor
 * of your own before you block. Loaders run on the executor that the pools were given.
 * Implementations are thread-safe.
 */
public interface AsyncShardedOperations {

	<T> CompletableFuture<@Nullable T> get(String key, Class<T> type);

	<T> CompletableFuture<@Nullable T> get(String key, ParameterizedTypeReference<T> type);

	<T> CompletableFuture<Map<String, T>> multiGet(Collection<String> keys, Class<T> type);

	<T> CompletableFuture<Map<String, T>> multiGet(Collection<String> keys, ParameterizedTypeReference<T> type);

	CompletableFuture<@Nullable Void> set(String key, Object value);

	CompletableFuture<@Nullable Void> set(String key, Object value, Duration ttl);

	CompletableFuture<@Nullable Void> multiSet(Map<String, ?> values, @Nullable Duration ttl);

	CompletableFuture<Boolean> setIfAbsent(String key, Object value, @Nullable Duration ttl);

	CompletableFuture<Boolean> delete(String key);

	CompletableFuture<Long> multiDelete(Collection<String> keys);

	CompletableFuture<Long> increment(String key, long delta);

	CompletableFuture<Boolean> expire(String key, Duration ttl);

	<T> CompletableFuture<@Nullable T> getOrLoad(String key, Class<T> type, Duration ttl, Callable<@Nullable T> loader);

	<T> CompletableFuture<@Nullable T> getOrLoad(String key, ParameterizedTypeReference<T> type, Duration ttl,
			Callable<@Nullable T> loader);

}
