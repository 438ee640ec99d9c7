package dev.sm.cache;

/**
 * Works with a node's own operations.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface NodeCallback<T> {

	/**
	 * Does the work.
	 * @param key the key as the node stores it
	 * @param operations the node's own operations: a {@code RedisOperations}, a
	 * {@code Map}, ...
	 * @return the result
	 */
	T doInNode(String key, Object operations);

}
