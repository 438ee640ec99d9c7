package dev.sm.continuum;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * A continuum of slots, each with the node that {@link WeightedAlgorithm} gives it.
 */
final class WeightedContinuum extends HashedContinuum {

	// a constant, so that the compiler sees through it where it is hot
	private static final Hasher64 HASH = Hashing.xxh3_64();

	private final boolean whole;

	private final WeightedNodes nodes;

	private final SlotTable slots;

	WeightedContinuum(ContinuumSpec spec) {
		this(spec, WeightedNodes.of(spec), SlotTable::of);
	}

	/**
	 * The same as without a continuum from which few nodes differ, but sooner.
	 */
	WeightedContinuum(ContinuumSpec spec, WeightedContinuum similar) {
		this(spec, WeightedNodes.of(spec), (nodes) -> WeightedChange.apply(similar.nodes, similar.slots, nodes));
	}

	private WeightedContinuum(ContinuumSpec spec, WeightedNodes nodes, Function<WeightedNodes, SlotTable> slots) {
		super(spec, HASH::hashBytesToLong, nodes.names());
		this.whole = spec.hashTag() == null;
		this.nodes = nodes;
		this.slots = slots.apply(nodes);
	}

	@Override
	public String nodeFor(byte[] key) {
		return this.whole ? name(node(HASH.hashBytesToLong(key))) : super.nodeFor(key);
	}

	@Override
	int node(long hash) {
		return this.slots.node(Slots.of(hash));
	}

	@Override
	int[] nodes(long hash, int count) {
		return new Ranking(this.nodes, Slots.of(hash)).first(count);
	}

	@Override
	void describe(long hash, Map<String, String> why) {
		why.put("slot", String.valueOf(Slots.of(hash)));
		why.put("slots", String.valueOf(Slots.COUNT));
	}

	@Override
	public Map<String, Double> shares() {
		return Shares.of(spec(), (name) -> {
			int node = Arrays.binarySearch(this.nodes.names(), name);
			return (node < 0) ? 0 : this.slots.count(node) / (double) Slots.COUNT;
		});
	}

	@Override
	boolean tally(Continuum to, MoveTally tally) {
		if (!(to instanceof WeightedContinuum other)) {
			return false;
		}
		int[][] moved = new int[this.nodes.names().length][];
		int[] same = numbersIn(other);
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			int source = this.slots.node(slot);
			int target = other.slots.node(slot);
			if (same[source] != target) {
				int[] targets = (moved[source] != null) ? moved[source] : new int[other.nodes.names().length];
				moved[source] = targets;
				targets[target]++;
			}
		}
		for (int source = 0; source < moved.length; source++) {
			for (int target = 0; moved[source] != null && target < moved[source].length; target++) {
				tally.add(name(source), other.name(target), moved[source][target] / (double) Slots.COUNT);
			}
		}
		return true;
	}

	private int[] numbersIn(WeightedContinuum other) {
		return Arrays.stream(this.nodes.names())
			.mapToInt((name) -> Arrays.binarySearch(other.nodes.names(), name))
			.toArray();
	}

}
