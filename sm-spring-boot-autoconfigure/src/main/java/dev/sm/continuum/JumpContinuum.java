package dev.sm.continuum;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A continuum of numbered buckets.
 */
final class JumpContinuum extends HashedContinuum {

	private final String hashName;

	private final JumpBuckets buckets;

	JumpContinuum(ContinuumSpec spec) {
		super(spec, KeyHash.named(spec.algorithm(), spec.hash()), spec.nodes().keySet().toArray(String[]::new));
		this.hashName = (spec.hash() != null) ? spec.hash() : KeyHash.XXH3_64;
		this.buckets = JumpBuckets.of(spec.nodes().values().stream().mapToInt(Integer::intValue).toArray());
	}

	@Override
	int node(long hash) {
		return this.buckets.owner(hash);
	}

	@Override
	int[] nodes(long hash, int count) {
		return this.buckets.owners(hash, count);
	}

	@Override
	void describe(long hash, Map<String, String> why) {
		why.put("bucket", String.valueOf(this.buckets.bucket(hash)));
		why.put("buckets", String.valueOf(this.buckets.size()));
	}

	/**
	 * Of n and m buckets, n being fewer, the common ones keep 1/m of all keys each, and
	 * each further one has 1/m of all keys, which it shares evenly with all n.
	 */
	@Override
	boolean tally(Continuum to, MoveTally tally) {
		if (!(to instanceof JumpContinuum other) || !this.hashName.equals(other.hashName)) {
			return false;
		}
		boolean grows = this.buckets.size() < other.buckets.size();
		JumpContinuum few = grows ? this : other;
		JumpContinuum many = grows ? other : this;
		int common = few.buckets.size();
		double each = 1.0 / many.buckets.size();
		for (int bucket = 0; bucket < common; bucket++) {
			tally.add(owner(bucket), other.owner(bucket), each);
		}
		few.bucketsByNode(0)
			.forEach((old, a) -> many.bucketsByNode(common)
				.forEach((end, b) -> tally.add(grows ? old : end, grows ? end : old, each * a * b / common)));
		return true;
	}

	private Map<String, Integer> bucketsByNode(int from) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		for (int bucket = from; bucket < this.buckets.size(); bucket++) {
			counts.merge(owner(bucket), 1, Integer::sum);
		}
		return counts;
	}

	private String owner(int bucket) {
		return name(this.buckets.owners()[bucket]);
	}

}
