package dev.sm.storage.memory;

/**
 * What is stored under a key. Immutable but for the mark of use, which is only a hint.
 */
final class Item {

	static final long NEVER = Long.MAX_VALUE;

	private final byte[] value;

	private final long expiresAt;

	private boolean used;

	Item(byte[] value, long expiresAt) {
		this.value = value;
		this.expiresAt = expiresAt;
	}

	byte[] value() {
		return this.value;
	}

	long expiresAt() {
		return this.expiresAt;
	}

	boolean expired(long now) {
		return this.expiresAt <= now;
	}

	void use() {
		if (!this.used) {
			this.used = true;
		}
	}

	/**
	 * Takes the mark of use away.
	 * @return whether it was there
	 */
	boolean unuse() {
		boolean was = this.used;
		this.used = false;
		return was;
	}

}
