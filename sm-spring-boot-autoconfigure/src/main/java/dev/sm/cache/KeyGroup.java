package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one operation that are placed on one node.
 *
 * @param node the node
 * @param keys the user's keys
 * @param stored the same keys as the node stores them
 * @param positions where these keys stand among all keys of the operation
 */
record KeyGroup(PoolNode node, List<String> keys, List<byte[]> stored, List<Integer> positions) {

	KeyGroup(PoolNode node, int size) {
		this(node, new ArrayList<>(size), new ArrayList<>(size), new ArrayList<>(size));
	}

	void add(String key, byte[] storedKey, int position) {
		this.keys.add(key);
		this.stored.add(storedKey);
		this.positions.add(position);
	}

}
