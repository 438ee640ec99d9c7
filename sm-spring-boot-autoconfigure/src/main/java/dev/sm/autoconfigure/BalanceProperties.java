package dev.sm.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How shards are spread over participants.
 *
 * @param maxMovesInFlight Most planned handoffs at once, 1 or more; grows with the number
 * of shards by default.
 * @param tolerance How far above the even share the load of a participant may be before
 * shards move for it: 0.1 is 10 percent. From 0 to 10.
 * @param recoveryGrace How long a lost participant may take to come back before its
 * shards go elsewhere, 0 or more.
 * @param zoneSpread Whether shards of a group are spread evenly over zones first.
 */
record BalanceProperties(@Nullable Integer maxMovesInFlight, @DefaultValue("0.1") double tolerance,
		@DefaultValue("0s") Duration recoveryGrace, @DefaultValue("true") boolean zoneSpread) {

}
