package dev.sm.shard;

/**
 * Shards of one group that the same participants may own. They are placed together.
 *
 * @param group the group
 * @param shards the shards, ordered
 * @param eligible the participants that may own them, ordered: not draining, with a
 * weight, tags and room
 */
record Cohort(GroupState group, int[] shards, int[] eligible) {

}
