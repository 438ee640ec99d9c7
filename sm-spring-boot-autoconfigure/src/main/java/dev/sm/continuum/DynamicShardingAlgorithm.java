package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.sm.continuum.Ring.Search;

/**
 * The ring of dynamic-sharding: 500 points a node, whatever its weight, each the murmur3
 * hash of a number with the node's name behind it; of nodes that have one point, the one
 * added last has it.
 */
final class DynamicShardingAlgorithm implements ContinuumAlgorithm {

	private static final int POINTS = 500;

	@Override
	public String name() {
		return "dynamic-sharding";
	}

	@Override
	public Continuum create(ContinuumSpec spec) {
		RingNodes nodes = RingNodes.of(spec);
		CompatibleHash hash = CompatibleHash.of(spec,
				Map.of(CompatibleHash.MURMUR3_32.name(), CompatibleHash.MURMUR3_32), CompatibleHash.MURMUR3_32);
		Ring ring = new Ring(true);
		for (int node = 0; node < nodes.count(); node++) {
			for (int i = 0; i < POINTS; i++) {
				byte[] label = (i + nodes.names()[node]).getBytes(StandardCharsets.UTF_8);
				ring.put(hash.function().hash(label, 0, label.length), node);
			}
		}
		return SegmentContinuum.ring(spec, nodes.names(), hash, ring.segments(Search.AFTER));
	}

}
