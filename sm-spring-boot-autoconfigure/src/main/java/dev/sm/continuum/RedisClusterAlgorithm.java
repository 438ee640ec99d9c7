package dev.sm.continuum;

import java.util.Arrays;
import java.util.Map;

/**
 * Redis Cluster's 16,384 slots: CRC-16 of the key, or of its hash tag. Nodes have slots
 * in the order of the spec and in proportion to their weights, by the arithmetic with
 * which {@code redis-cli --cluster create} gives them to its masters; weights that add up
 * to 16,384 are numbers of slots.
 */
final class RedisClusterAlgorithm implements ContinuumAlgorithm {

	private static final int BITS = 14;

	private static final int SLOTS = 1 << BITS;

	@Override
	public String name() {
		return "redis-cluster";
	}

	@Override
	public boolean ordered() {
		return true;
	}

	@Override
	public Continuum create(ContinuumSpec spec) {
		RingNodes nodes = RingNodes.of(spec);
		CompatibleHash crc16 = new CompatibleHash("crc16",
				(key, from, length) -> Crc.sixteen(key, from, length) % SLOTS, SLOTS);
		CompatibleHash hash = CompatibleHash.of(spec, Map.of(crc16.name(), crc16), crc16);
		return SegmentContinuum.slots(spec, nodes.names(), hash, slots(nodes), "{}");
	}

	private static Segments slots(RingNodes nodes) {
		long[] first = new long[nodes.count()];
		int used = 0;
		long next = 0;
		float cursor = 0;
		while (used < first.length && next < SLOTS) {
			first[used] = next;
			float slots = SLOTS * (nodes.weights()[used] / (float) nodes.total());
			next = Math.max(next, Math.round(cursor + slots - 1)) + 1;
			cursor += slots;
			used++;
		}
		return Segments.slots(Arrays.copyOf(first, used), BITS);
	}

}
