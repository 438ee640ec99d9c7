package dev.sm.routing.web;

import dev.sm.routing.key.RequestKey;

/**
 * How the requests of one controller method find their owner. Immutable.
 *
 * @param service the service whose shards these are, or {@code ""} for the application's
 * own
 * @param key what of a request is the key
 * @param shardId whether the key is the id of a shard
 * @param standbys whether standbys may serve requests that say so
 * @param idempotencyKey the header that makes repeating a request harmless, or {@code ""}
 */
public record KeyRoute(String service, RequestKey key, boolean shardId, boolean standbys, String idempotencyKey) {

}
