package dev.sm.benchmarks.continuum;

/**
 * Places a key.
 */
@FunctionalInterface
interface Placement {

	Object nodeFor(String key);

}
