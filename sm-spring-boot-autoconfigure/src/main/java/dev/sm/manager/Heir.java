package dev.sm.manager;

/**
 * Who gets a shard as soon as its owner has dropped it, without asking the controller
 * again.
 *
 * @param participant the participant
 * @param incarnation its session
 * @param epoch the epoch of its ownership, counted already
 */
record Heir(String participant, String incarnation, long epoch) {

}
