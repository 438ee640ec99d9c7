package dev.sm.storage;

/**
 * Is told of changes of the keys that were read from a node. Called on threads of the
 * node's client, in the order of the node's answers; must be thread-safe, must not block
 * and must not throw.
 */
public interface KeyTracking {

	/**
	 * From here on every key that is read is told of when it changes, once for each time
	 * that it was read. Commands that are sent before the next {@link #ended()} are
	 * covered; what was read before is not.
	 */
	void began();

	/**
	 * Nothing more is told: changes may have been missed.
	 */
	void ended();

	/**
	 * A key has changed, has expired or may have; or is not watched any more. Told before
	 * the answer to any command that the node executed after the change.
	 * @param key the key
	 */
	void changed(byte[] key);

	/**
	 * Any key may have changed.
	 */
	void allChanged();

}
