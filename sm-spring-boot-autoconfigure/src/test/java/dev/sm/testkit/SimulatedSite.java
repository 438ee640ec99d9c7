package dev.sm.testkit;

/**
 * What simulated processes share.
 *
 * @param time the common clock
 * @param store the coordination store
 * @param network the way to it
 */
record SimulatedSite(Timeline time, SimulatedStore store, SimulatedNetwork network) {

}
