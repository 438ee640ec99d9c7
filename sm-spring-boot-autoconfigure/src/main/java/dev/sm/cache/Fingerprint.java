package dev.sm.cache;

import java.util.Map;

/** Tells by which placement a node is filled, in few characters. */
@FunctionalInterface
interface Fingerprint {

	/**
	 * The fingerprint.
	 * @param node the node
	 * @param weights the weights of all nodes by id
	 * @return printable characters without spaces
	 */
	String of(PoolNode node, Map<String, Integer> weights);

}
