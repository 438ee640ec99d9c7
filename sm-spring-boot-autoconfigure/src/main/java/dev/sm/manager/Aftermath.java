package dev.sm.manager;

import org.jspecify.annotations.Nullable;

/**
 * What a controller waits for in a store that has lost what it had: it was wiped, or
 * restored from a backup. Sessions of before may have gone with it while those that had
 * them still hold shards, until they miss a renewal. For one time to live after the loss
 * was seen, nothing is given.
 * <p>
 * A loss shows in the counter of epochs: it is absent, or lower than an epoch that this
 * instance or any that has registered since has seen. On a first start nobody has seen
 * one, so nothing is waited for.
 */
final class Aftermath {

	private final ServiceState state;

	private final Rules rules;

	private long ttl;

	private @Nullable Long since;

	Aftermath(ServiceState state, Rules rules) {
		this.state = state;
		this.rules = rules;
	}

	/**
	 * Begins to watch, with a session of one's own.
	 * @param ttl the time to live of sessions, in nanoseconds
	 */
	void begin(long ttl) {
		this.ttl = ttl;
		this.since = null;
	}

	/**
	 * Whether somebody may still hold what the store no longer knows of.
	 * @param now the time
	 * @return whether to give nothing yet
	 */
	boolean lasts(long now) {
		if (!this.rules.lost(this.state)) {
			this.since = null;
			return false;
		}
		if (this.since == null) {
			this.since = now;
		}
		return now - this.since - this.ttl < 0;
	}

	boolean begins() {
		return this.since == null && this.rules.lost(this.state);
	}

	void wake(WakeUp wakeUp) {
		if (this.since != null) {
			wakeUp.at(this.since + this.ttl);
		}
	}

}
