package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The keys of one operation that are placed on one node.
 *
 * @param node the node
 * @param placed what is placed of the only key, if that may be at two places; else
 * {@code null}
 * @param keys the user's keys
 * @param stored the same keys as the node stores them
 * @param positions where these keys stand among all keys of the operation
 */
record KeyGroup(PoolNode node, byte @Nullable [] placed, List<String> keys, List<byte[]> stored,
		List<Integer> positions) {

	KeyGroup(PoolNode node, byte @Nullable [] placed, int size) {
		this(node, placed, new ArrayList<>(size), new ArrayList<>(size), new ArrayList<>(size));
	}

	void add(String key, byte[] storedKey, int position) {
		this.keys.add(key);
		this.stored.add(storedKey);
		this.positions.add(position);
	}

}
