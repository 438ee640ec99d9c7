package dev.sm.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.dao.DataAccessException;

/**
 * Operations on the keys of one pool, each sent to the node that its key is placed on.
 * <p>
 * {@code byte[]} and {@code String} values are stored as they are; everything else is
 * encoded, as JSON unless a codec bean says otherwise. Null keys and values are refused
 * with {@link IllegalArgumentException}, as are times to live that are not positive.
 * Everything else that fails is a {@link DataAccessException}. No operation outlives the
 * pool's timeout. Implementations are thread-safe.
 */
public interface ShardedOperations {

	/**
	 * Reads a value.
	 * @param key the key
	 * @param type the type of the value
	 * @param <T> the type of the value
	 * @return the value, or {@code null} if the key is absent
	 */
	<T> @Nullable T get(String key, Class<T> type);

	/**
	 * Reads a value.
	 * @param key the key
	 * @param type the type of the value
	 * @param <T> the type of the value
	 * @return the value, or {@code null} if the key is absent
	 */
	<T> @Nullable T get(String key, ParameterizedTypeReference<T> type);

	/**
	 * Reads values, with one trip to each node, in parallel.
	 * @param keys the keys
	 * @param type the type of the values
	 * @param <T> the type of the values
	 * @return the values by key, in the order of the keys; absent keys are missing
	 * @throws PartialResultException if some nodes failed; it carries what the others
	 * answered
	 */
	<T> Map<String, T> multiGet(Collection<String> keys, Class<T> type);

	/**
	 * Reads values, with one trip to each node, in parallel.
	 * @param keys the keys
	 * @param type the type of the values
	 * @param <T> the type of the values
	 * @return the values by key, in the order of the keys; absent keys are missing
	 * @throws PartialResultException if some nodes failed; it carries what the others
	 * answered
	 */
	<T> Map<String, T> multiGet(Collection<String> keys, ParameterizedTypeReference<T> type);

	/**
	 * Writes a value with the pool's default time to live.
	 * @param key the key
	 * @param value the value
	 */
	void set(String key, Object value);

	/**
	 * Writes a value.
	 * @param key the key
	 * @param value the value
	 * @param ttl how long it lives
	 */
	void set(String key, Object value, Duration ttl);

	/**
	 * Writes values, with one trip to each node, in parallel.
	 * @param values the values by key
	 * @param ttl how long they live, or {@code null} for the pool's default
	 * @throws PartialResultException if some nodes failed
	 */
	void multiSet(Map<String, ?> values, @Nullable Duration ttl);

	/**
	 * Writes a value if the key is absent.
	 * @param key the key
	 * @param value the value
	 * @param ttl how long it lives, or {@code null} for the pool's default
	 * @return whether it was absent, so that the value was written
	 */
	boolean setIfAbsent(String key, Object value, @Nullable Duration ttl);

	/**
	 * Removes a key.
	 * @param key the key
	 * @return whether it existed
	 */
	boolean delete(String key);

	/**
	 * Removes keys, with one trip to each node, in parallel.
	 * @param keys the keys
	 * @return how many existed
	 * @throws PartialResultException if some nodes failed
	 */
	long multiDelete(Collection<String> keys);

	/**
	 * Adds to a number; an absent key counts as 0 and is given no time to live but the
	 * pool's default.
	 * @param key the key
	 * @param delta what to add
	 * @return the sum
	 */
	long increment(String key, long delta);

	/**
	 * Sets the time to live of a key.
	 * @param key the key
	 * @param ttl how long it lives from now on
	 * @return whether the key exists
	 */
	boolean expire(String key, Duration ttl);

	/**
	 * Reads a value, or loads and writes it if the key is absent. One of all instances
	 * loads, under a lease on the key's node; the others wait for its value. A loader
	 * that takes longer than the pool's load deadline, or whose instance died, is
	 * replaced then, and what it still makes is not written. So a call may wait for
	 * others for that deadline, and a tenth of it, and then load itself. A load that
	 * fails or is too slow fails the calls of its instance with a
	 * {@link DataAccessException}, and the next call loads anew. A loaded value never
	 * replaces one that was written meanwhile. The loader runs on the calling thread,
	 * except where the pool loads values anew in the background ({@link LoadSettings}):
	 * there it runs on the executor that the pools were given.
	 * @param key the key
	 * @param type the type of the value
	 * @param ttl how long a loaded value lives
	 * @param loader makes the value
	 * @param <T> the type of the value
	 * @return the value; {@code null} if the loader made none
	 */
	<T> @Nullable T getOrLoad(String key, Class<T> type, Duration ttl, Callable<@Nullable T> loader);

	/**
	 * Reads a value, or loads and writes it if the key is absent. One of all instances
	 * loads, under a lease on the key's node; the others wait for its value. A loader
	 * that takes longer than the pool's load deadline, or whose instance died, is
	 * replaced then, and what it still makes is not written. So a call may wait for
	 * others for that deadline, and a tenth of it, and then load itself. A load that
	 * fails or is too slow fails the calls of its instance with a
	 * {@link DataAccessException}, and the next call loads anew. A loaded value never
	 * replaces one that was written meanwhile. The loader runs on the calling thread,
	 * except where the pool loads values anew in the background ({@link LoadSettings}):
	 * there it runs on the executor that the pools were given.
	 * @param key the key
	 * @param type the type of the value
	 * @param ttl how long a loaded value lives
	 * @param loader makes the value
	 * @param <T> the type of the value
	 * @return the value; {@code null} if the loader made none
	 */
	<T> @Nullable T getOrLoad(String key, ParameterizedTypeReference<T> type, Duration ttl,
			Callable<@Nullable T> loader);

	/**
	 * Lists keys. Every key that exists throughout is told at least once; it is not a
	 * snapshot. Keys that are not on the node that they are placed on are left out, as
	 * are those that are not UTF-8: neither could be read. Each page may take the pool's
	 * timeout.
	 * @param prefix what the keys start with; empty for all
	 * @return the keys, read page by page; to be closed
	 */
	Stream<String> scan(String prefix);

	/**
	 * Works with the own operations of the node that a key is placed on, for that key
	 * only, on the calling thread. How long that takes is up to the callback, and its
	 * exceptions are the caller's.
	 * @param key the key
	 * @param callback does the work
	 * @param <T> the type of the result
	 * @return what the callback returned
	 */
	<T> T execute(String key, NodeCallback<T> callback);

	/**
	 * The same verbs without waiting.
	 * @return the asynchronous operations
	 */
	AsyncShardedOperations async();

	/**
	 * The same verbs under an ownership: before a node is first used it is told the
	 * shard's epoch, and it refuses writes of older ones.
	 * @param shard the shard, held or not
	 * @return operations whose writes fail with {@link StaleEpochException} once a node
	 * has seen a higher epoch of the shard
	 */
	ShardedOperations fencedBy(Shard shard);

	/**
	 * Explains the placement of a key.
	 * @param key the key
	 * @return the node that it is placed on
	 */
	String nodeFor(String key);

}
