package dev.sm.manager;

import java.time.Duration;

import dev.sm.coordination.Keys;
import dev.sm.shard.PlanOptions;
import org.jspecify.annotations.Nullable;

/**
 * How the shards of one service are owned. Immutable. All participants of a service
 * should agree on them; the controller's count to.
 *
 * @param service the name of the service: one path segment of at most 200 characters
 * @param count how many fixed shards there are, {@code "0"} to {@code count - 1}: 0 to
 * 100,000
 * @param ownership what happens while the store is away
 * @param handlerTimeout how long one call of a handler may take, more than 0
 * @param hungDrop what becomes of a shard whose drop takes longer
 * @param maxMovesInFlight the most planned handoffs at once, 1 or more, or {@code null}
 * for a default that grows with the number of shards
 * @param tolerance how far above the even share a participant's load may be before shards
 * move for it: 0.1 is 10 percent; 0 to 10
 * @param recoveryGrace how long a lost participant may take to come back before its
 * shards go elsewhere, 0 or more
 * @param zoneSpread whether shards of a group are spread evenly over zones first, and a
 * shard and its standbys over zones
 * @param loads how measured loads are smoothed and acted on
 * @param documentBytes what a document may take in one key, in bytes of UTF-8; one that
 * takes more is kept in several keys: 64 to {@link Keys#MAX_VALUE_BYTES}
 */
public record ServiceSettings(String service, int count, OwnershipMode ownership, Duration handlerTimeout,
		HungDrop hungDrop, @Nullable Integer maxMovesInFlight, double tolerance, Duration recoveryGrace,
		boolean zoneSpread, LoadSettings loads, int documentBytes) {

	/** The most fixed shards of a service. */
	public static final int MAX_COUNT = 100_000;

	public ServiceSettings {
		if (service.isBlank() || service.length() > 200 || service.contains("/")) {
			throw new IllegalArgumentException(
					"'service' must be 1 to 200 characters without '/' (was '" + service + "')");
		}
		check(service, count >= 0 && count <= MAX_COUNT, "count", "between 0 and " + MAX_COUNT, count);
		check(service, !handlerTimeout.isNegative() && !handlerTimeout.isZero(), "handler-timeout", "more than 0",
				handlerTimeout);
		check(service, maxMovesInFlight == null || maxMovesInFlight > 0, "max-moves-in-flight", "1 or more",
				maxMovesInFlight);
		check(service, tolerance >= 0 && tolerance <= 10, "tolerance", "between 0 and 10", tolerance);
		check(service, !recoveryGrace.isNegative(), "recovery-grace", "0 or more", recoveryGrace);
		check(service, documentBytes >= 64 && documentBytes <= Keys.MAX_VALUE_BYTES, "document-bytes",
				"between 64 and " + Keys.MAX_VALUE_BYTES, documentBytes);
	}

	/**
	 * Settings with the largest documents that one key can have.
	 * @param service the name of the service
	 * @param count how many fixed shards there are
	 * @param ownership what happens while the store is away
	 * @param handlerTimeout how long one call of a handler may take
	 * @param hungDrop what becomes of a shard whose drop takes longer
	 * @param maxMovesInFlight the most planned handoffs at once, or {@code null}
	 * @param tolerance how far above the even share a participant's load may be
	 * @param recoveryGrace how long a lost participant may take to come back
	 * @param zoneSpread whether shards of a group are spread evenly over zones first
	 * @param loads how measured loads are smoothed and acted on
	 */
	public ServiceSettings(String service, int count, OwnershipMode ownership, Duration handlerTimeout,
			HungDrop hungDrop, @Nullable Integer maxMovesInFlight, double tolerance, Duration recoveryGrace,
			boolean zoneSpread, LoadSettings loads) {
		this(service, count, ownership, handlerTimeout, hungDrop, maxMovesInFlight, tolerance, recoveryGrace,
				zoneSpread, loads, Keys.MAX_VALUE_BYTES);
	}

	/**
	 * Settings with the defaults for loads.
	 * @param service the name of the service
	 * @param count how many fixed shards there are
	 * @param ownership what happens while the store is away
	 * @param handlerTimeout how long one call of a handler may take
	 * @param hungDrop what becomes of a shard whose drop takes longer
	 * @param maxMovesInFlight the most planned handoffs at once, or {@code null}
	 * @param tolerance how far above the even share a participant's load may be
	 * @param recoveryGrace how long a lost participant may take to come back
	 * @param zoneSpread whether shards of a group are spread evenly over zones first
	 */
	public ServiceSettings(String service, int count, OwnershipMode ownership, Duration handlerTimeout,
			HungDrop hungDrop, @Nullable Integer maxMovesInFlight, double tolerance, Duration recoveryGrace,
			boolean zoneSpread) {
		this(service, count, ownership, handlerTimeout, hungDrop, maxMovesInFlight, tolerance, recoveryGrace,
				zoneSpread, LoadSettings.defaults());
	}

	/**
	 * The defaults for a service.
	 * @param service the name of the service
	 * @param count how many fixed shards there are
	 * @return the settings
	 */
	public static ServiceSettings of(String service, int count) {
		return new ServiceSettings(service, count, OwnershipMode.EXCLUSIVE, Duration.ofSeconds(20), HungDrop.FENCE,
				null, PlanOptions.defaults().tolerance(), Duration.ZERO, true);
	}

	/**
	 * The same with smaller documents, for tests.
	 * @param documentBytes what a document may take in one key
	 * @return the settings
	 */
	public ServiceSettings withDocumentBytes(int documentBytes) {
		return new ServiceSettings(this.service, this.count, this.ownership, this.handlerTimeout, this.hungDrop,
				this.maxMovesInFlight, this.tolerance, this.recoveryGrace, this.zoneSpread, this.loads, documentBytes);
	}

	/**
	 * How the planner is to balance this service.
	 * @return the options
	 */
	public PlanOptions planOptions() {
		return new PlanOptions(this.tolerance, this.zoneSpread);
	}

	private static void check(String service, boolean valid, String what, String expected, @Nullable Object actual) {
		if (!valid) {
			throw new IllegalArgumentException(
					"'" + what + "' of service '" + service + "' must be " + expected + " (was " + actual + ")");
		}
	}

}
