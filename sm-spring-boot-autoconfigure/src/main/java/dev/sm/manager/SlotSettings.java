package dev.sm.manager;

import java.time.Duration;

/**
 * How patient a participant is with the handler of a shard. In nanoseconds.
 *
 * @param timeout how long a call may take before it is interrupted
 * @param hungDrop what becomes of a drop that takes longer
 * @param retryDelay how long after a failed add it is tried again; doubles each time
 * @param maxRetryDelay the longest of these delays
 * @param attempts how often an add is tried before the shard is quarantined
 * @param quarantine how long a shard that failed here should stay away; doubles each time
 * until it succeeds
 * @param maxQuarantine the longest of these times
 * @param loads how measured loads are smoothed
 */
record SlotSettings(long timeout, HungDrop hungDrop, long retryDelay, long maxRetryDelay, int attempts, long quarantine,
		long maxQuarantine, LoadSettings loads) {

	static SlotSettings of(ServiceSettings settings) {
		return new SlotSettings(settings.handlerTimeout().toNanos(), settings.hungDrop(),
				Duration.ofMillis(250).toNanos(), Duration.ofSeconds(10).toNanos(), 4, Duration.ofSeconds(60).toNanos(),
				Duration.ofHours(1).toNanos(), settings.loads());
	}

	long quarantine(int strikes) {
		return Math.min(this.maxQuarantine, this.quarantine << Math.min(20, Math.max(0, strikes - 1)));
	}

	long retryDelay(int failures) {
		return Math.min(this.maxRetryDelay, this.retryDelay << Math.min(20, Math.max(0, failures - 1)));
	}

}
