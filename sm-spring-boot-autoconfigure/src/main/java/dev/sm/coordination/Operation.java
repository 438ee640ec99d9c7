package dev.sm.coordination;

import org.jspecify.annotations.Nullable;

/**
 * One write of a transaction.
 */
public sealed interface Operation {

	/**
	 * The key that is written.
	 * @return the key
	 */
	String key();

	/**
	 * Sets a key.
	 *
	 * @param key the key
	 * @param value the value
	 * @param sessionId the session whose end removes the key, or {@code null}; a key that
	 * was bound is bound no longer when it is put without
	 */
	record Put(String key, String value, @Nullable String sessionId) implements Operation {

		public Put {
			Keys.check(key);
			Keys.checkValue(key, value);
		}

	}

	/**
	 * Removes a key; nothing happens if it is absent.
	 *
	 * @param key the key
	 */
	record Delete(String key) implements Operation {

		public Delete {
			Keys.check(key);
		}

	}

}
