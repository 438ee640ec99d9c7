package dev.sm.shard;

/**
 * Shards of one group that the same participants may own. They are placed together.
 *
 * @param group what the group's shards take so far
 * @param counted whether the group's shards weigh the same, so that they are counted
 * @param shards the shards, ordered
 * @param eligible the participants that may own them, ordered: not draining, with a
 * weight, tags and room
 */
record Cohort(GroupState group, boolean counted, int[] shards, int[] eligible) {

}
