package dev.sm.coordination;

/**
 * A condition of a transaction: a key must be at a revision.
 *
 * @param key the key
 * @param revision the revision of the key's last change; 0 demands that it is absent
 */
public record Compare(String key, long revision) {

	public Compare {
		Keys.check(key);
		if (revision < 0) {
			throw new IllegalArgumentException(
					"'revision' of '" + key + "' must not be negative (was " + revision + ")");
		}
	}

	/**
	 * Demands that a key is absent.
	 * @param key the key
	 * @return the condition
	 */
	public static Compare absent(String key) {
		return new Compare(key, 0);
	}

	/**
	 * Demands that a key was last changed at a revision.
	 * @param key the key
	 * @param revision the revision; 0 demands that the key is absent
	 * @return the condition
	 */
	public static Compare unchanged(String key, long revision) {
		return new Compare(key, revision);
	}

}
