package dev.sm.autoconfigure;

import java.time.Duration;
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
 * @param stopDelay How long an orderly stop goes on serving after readiness went down and
 * before shards are handed off, so that load balancers have taken notice; 0 or more, and
 * less than "spring.lifecycle.timeout-per-shutdown-phase".
 */
record ParticipantProperties(@DefaultValue("true") boolean enabled, @Nullable String id, @Nullable String address,
		@DefaultValue("") String zone, @DefaultValue("1") double weight, @Nullable Integer maxShards,
		@DefaultValue Set<String> tags, @DefaultValue("0s") Duration stopDelay) {

}
