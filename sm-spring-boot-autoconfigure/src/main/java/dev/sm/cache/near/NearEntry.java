package dev.sm.cache.near;

/**
 * A value in memory.
 *
 * @param value the value
 * @param watch the time in which the node tells of changes of it
 * @param expires whether it expires
 * @param expiresAt when, by this instance's clock, at the latest when the node lets it
 */
record NearEntry(byte[] value, Tracking.Watch watch, boolean expires, long expiresAt) {

	boolean liveAt(long now) {
		return !this.expires || now - this.expiresAt < 0;
	}

}
