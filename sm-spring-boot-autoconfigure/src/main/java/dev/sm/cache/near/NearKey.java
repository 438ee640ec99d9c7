package dev.sm.cache.near;

import java.util.Arrays;

/**
 * A key on a node.
 */
final class NearKey {

	private final NearNode node;

	private final byte[] key;

	private final int hash;

	NearKey(NearNode node, byte[] key) {
		this.node = node;
		this.key = key;
		this.hash = Arrays.hashCode(key) * 31 + System.identityHashCode(node);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof NearKey that && this.node == that.node && Arrays.equals(this.key, that.key);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

}
