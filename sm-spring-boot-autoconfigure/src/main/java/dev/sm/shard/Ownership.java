package dev.sm.shard;

/**
 * Who owns a shard, and since which epoch.
 *
 * @param participantId the owner
 * @param epoch the fencing token of this ownership
 */
public record Ownership(String participantId, long epoch) {

}
