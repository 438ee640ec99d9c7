package dev.sm.console;

import org.jspecify.annotations.Nullable;

/**
 * A shard that went from one participant to another.
 *
 * @param number counts moves, from 1
 * @param at when it was seen, in milliseconds since 1970
 * @param service the service
 * @param shard the shard
 * @param from who owned it, or {@code null}
 * @param to who owns it, or {@code null}
 * @param epoch the new epoch, 0 without an owner
 * @param reason why it is there, or {@code ""}
 */
record Move(long number, long at, String service, String shard, @Nullable String from, @Nullable String to, long epoch,
		String reason) {

}
