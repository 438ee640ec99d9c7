package dev.sm.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time of a {@link SimulatedCluster}: it passes only when the cluster is told to go
 * on. To be used on the test's thread.
 */
public final class VirtualClock extends Clock {

	private final Timeline time;

	private final ZoneId zone;

	VirtualClock(Timeline time) {
		this(time, ZoneOffset.UTC);
	}

	private VirtualClock(Timeline time, ZoneId zone) {
		this.time = time;
		this.zone = zone;
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new VirtualClock(this.time, zone);
	}

	@Override
	public Instant instant() {
		return Instant.ofEpochMilli(SimulatedProcess.WALL_MILLIS).plus(elapsed());
	}

	/**
	 * How long the cluster has run.
	 * @return the time since it was made
	 */
	public Duration elapsed() {
		return Duration.ofNanos(this.time.now());
	}

}
