package dev.sm.manager;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

import dev.sm.coordination.Keys;
import org.jspecify.annotations.Nullable;

/**
 * Who this instance is to others, for all services that it takes part in. Immutable.
 *
 * @param prefix the path in the coordination store below which everything is, such as
 * {@code /sm}
 * @param participantId identifies this instance: one path segment of at most 200
 * characters, different on every instance
 * @param address where requests for its shards go, or {@code null} if it serves none
 * @param zone where it runs, or {@code ""}
 * @param weight its share relative to other participants: 0 (holds nothing) to 1,000,000
 * @param maxShards the most shards of one service that it may hold, 0 or more, or
 * {@code null} for no limit
 * @param tags what it has, for shards that require it
 * @param participates whether it can hold shards and compute the assignment; otherwise it
 * only looks on, routes, and takes wishes
 * @param sessionTtl how long it counts as alive after its last renewal: 100 ms to 1 h
 * @param requestTimeout how long a wish about shards may wait for the store, more than 0
 */
public record OwnershipSettings(String prefix, String participantId, @Nullable URI address, String zone, double weight,
		@Nullable Integer maxShards, Set<String> tags, boolean participates, Duration sessionTtl,
		Duration requestTimeout) {

	private static final Duration MIN_TTL = Duration.ofMillis(100);

	private static final Duration MAX_TTL = Duration.ofHours(1);

	public OwnershipSettings {
		Keys.check(prefix);
		if (participantId.isBlank() || participantId.length() > 200) {
			throw new IllegalArgumentException(
					"'participant-id' must be 1 to 200 characters (was '" + participantId + "')");
		}
		Keys.child(prefix, participantId);
		check(weight >= 0 && weight <= 1_000_000, "weight", "between 0 and 1000000", weight);
		check(maxShards == null || maxShards >= 0, "max-shards", "0 or more", maxShards);
		check(sessionTtl.compareTo(MIN_TTL) >= 0 && sessionTtl.compareTo(MAX_TTL) <= 0, "session-ttl",
				"between 100ms and 1h", sessionTtl);
		check(!requestTimeout.isNegative() && !requestTimeout.isZero(), "request-timeout", "more than 0",
				requestTimeout);
		tags = Collections.unmodifiableSet(new TreeSet<>(tags));
	}

	/**
	 * The defaults for a participant.
	 * @param prefix the path in the coordination store below which everything is
	 * @param participantId identifies this instance
	 * @return the settings
	 */
	public static OwnershipSettings of(String prefix, String participantId) {
		return new OwnershipSettings(prefix, participantId, null, "", 1, null, Set.of(), true, Duration.ofSeconds(10),
				Duration.ofSeconds(5));
	}

	/**
	 * These settings with another address.
	 * @param address where requests for its shards go, or {@code null} if it serves none
	 * @return the new settings
	 */
	public OwnershipSettings withAddress(@Nullable URI address) {
		return new OwnershipSettings(this.prefix, this.participantId, address, this.zone, this.weight, this.maxShards,
				this.tags, this.participates, this.sessionTtl, this.requestTimeout);
	}

	private static void check(boolean valid, String what, String expected, @Nullable Object actual) {
		if (!valid) {
			throw new IllegalArgumentException("'" + what + "' must be " + expected + " (was " + actual + ")");
		}
	}

}
