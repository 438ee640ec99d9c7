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
 * shards move for it: 0.1 is 10 percent. From 0 to 1.
 * @param recoveryGrace How long a lost participant may take to come back before its
 * shards go elsewhere, 0 or more.
 * @param zoneSpread Whether shards of a group are spread evenly over zones first, and a
 * shard and its standbys over zones.
 * @param loadHalfLife After which time a measured load counts half, so that noise moves
 * nothing, 0 or more; with 0 only the last measurement counts.
 * @param loadMaxAge How long a load counts that is not measured any more, more than 0.
 * @param coolDown How long a shard that has moved stays where it is, however the loads
 * change, 0 or more.
 */
record BalanceProperties(@Nullable Integer maxMovesInFlight, @DefaultValue("0.1") double tolerance,
		@DefaultValue("0s") Duration recoveryGrace, @DefaultValue("true") boolean zoneSpread,
		@DefaultValue("2m") Duration loadHalfLife, @DefaultValue("5m") Duration loadMaxAge,
		@DefaultValue("5m") Duration coolDown) {

}
