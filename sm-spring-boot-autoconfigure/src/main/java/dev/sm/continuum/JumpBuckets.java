package dev.sm.continuum;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Nodes by number, each with as many buckets as its weight. Immutable.
 *
 * @param owners the number of the node of each bucket
 * @param weights the number of buckets of each node
 */
record JumpBuckets(int[] owners, int[] weights) {

	static JumpBuckets of(int... weights) {
		int[] owners = new int[Arrays.stream(weights).sum()];
		int bucket = 0;
		for (int node = 0; node < weights.length; node++) {
			Arrays.fill(owners, bucket, bucket + weights[node], node);
			bucket += weights[node];
		}
		return new JumpBuckets(owners, weights);
	}

	int size() {
		return this.owners.length;
	}

	int bucket(long hash) {
		return JumpHash.bucket(hash, this.owners.length);
	}

	int owner(long hash) {
		return this.owners[bucket(hash)];
	}

	/**
	 * Distinct nodes for a hash. After each choice the chosen node makes way for the last
	 * one, all its buckets at once, and the next hash is tried among those that are left.
	 * With one bucket a node this is the rule of carbon-c-relay and go-shardedkv.
	 */
	int[] owners(long hash, int count) {
		int[] nodes = IntStream.range(0, this.weights.length).filter((node) -> this.weights[node] > 0).toArray();
		int[] chosen = new int[Math.min(count, nodes.length)];
		int buckets = this.owners.length;
		long state = hash;
		for (int i = 0; i < chosen.length; i++) {
			int last = nodes.length - 1 - i;
			int place = place(nodes, JumpHash.bucket(state, buckets));
			chosen[i] = nodes[place];
			buckets -= this.weights[chosen[i]];
			nodes[place] = nodes[last];
			state = JumpHash.next(state);
		}
		return chosen;
	}

	private int place(int[] nodes, int bucket) {
		int place = 0;
		int rest = bucket;
		while (rest >= this.weights[nodes[place]]) {
			rest -= this.weights[nodes[place]];
			place++;
		}
		return place;
	}

}
