package dev.sm.manager;

import org.jspecify.annotations.Nullable;

/**
 * What the last owner of a shard has left for the present one: known from the start,
 * being fetched, or not there.
 */
final class Inheritance {

	private long epoch;

	private boolean fetching;

	private @Nullable Long retryAt;

	private byte @Nullable [] state;

	/**
	 * A new ownership begins.
	 * @param epoch the epoch of the owner who has left something, or 0
	 */
	void begin(long epoch) {
		this.epoch = epoch;
		this.fetching = false;
		this.retryAt = null;
		this.state = null;
	}

	boolean isKnown() {
		return this.epoch == 0 || this.state != null;
	}

	long epoch() {
		return this.epoch;
	}

	byte @Nullable [] state() {
		return this.state;
	}

	void found(byte[] state) {
		this.state = state;
	}

	void nothing() {
		this.epoch = 0;
	}

	boolean mayFetch(long now) {
		return !this.fetching && (this.retryAt == null || now - this.retryAt >= 0);
	}

	void fetching() {
		this.fetching = true;
	}

	void failed(long retryAt) {
		this.fetching = false;
		this.retryAt = retryAt;
	}

	void wake(WakeUp wakeUp) {
		if (!isKnown() && this.retryAt != null) {
			wakeUp.at(this.retryAt);
		}
	}

}
