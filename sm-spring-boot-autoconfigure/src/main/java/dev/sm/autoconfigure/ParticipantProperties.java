package dev.sm.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This instance, as others see it.
 *
 * @param enabled Whether this instance can hold shards. If not, it only looks on and
 * routes.
 * @param id Identifies this instance among all live ones; the application's name and a
 * random part by default.
 * @param address Where this instance takes requests for its shards: a URI, a host, or a
 * host and port; derived from the web server by default.
 * @param zone Where this instance runs, such as an availability zone.
 * @param weight Share of this instance relative to others, from 0 (holds nothing) to
 * 1000000.
 * @param maxShards Most shards of one service that this instance may hold, 0 or more; no
 * limit by default.
 * @param tags Comma-separated list of what this instance has, for shards that require it.
 */
record ParticipantProperties(@DefaultValue("true") boolean enabled, @Nullable String id, @Nullable String address,
		@DefaultValue("") String zone, @DefaultValue("1") double weight, @Nullable Integer maxShards,
		@DefaultValue Set<String> tags) {

}
