package dev.sm.continuum;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.sm.continuum.Ring.Search;

/**
 * Ketama as one of its clients has it. A node has about 160 points times its weight over
 * the mean weight, four from each MD5 digest of {@code label-0}, {@code label-1} and so
 * on; so a change of one node's weight, or of the number of nodes, moves keys between
 * others too, unless all weights are equal.
 *
 * @param nodes the nodes of a spec in the order in which their points are made
 * @param label what is hashed for a node of a name
 * @param points how many points a node has
 * @param lastWins whether the later of two nodes has a point that both have
 * @param search which point a hash leads to
 * @param hashes the hashes that keys may have
 */
record KetamaAlgorithm(Function<ContinuumSpec, RingNodes> nodes, UnaryOperator<String> label, KetamaPoints points,
		boolean lastWins, Search search, Map<String, CompatibleHash> hashes) {

	private static final Map<String, CompatibleHash> MD5_ALONE = Map.of("md5", CompatibleHash.MD5);

	/** RJ/ketama: the label is the node's name, with its port. */
	static final KetamaAlgorithm LIBKETAMA = new KetamaAlgorithm(RingNodes::of, UnaryOperator.identity(),
			KetamaPoints.LIBKETAMA, false, Search.AT_OR_AFTER, MD5_ALONE);

	/** Algorithm::ConsistentHash::Ketama, whose search goes wrong for the hash 0. */
	static final KetamaAlgorithm SHARDED_KV = new KetamaAlgorithm(RingNodes::of, UnaryOperator.identity(),
			KetamaPoints.LIBKETAMA, false, Search.AT_OR_AFTER_BUT_ZERO_IS_LAST, MD5_ALONE);

	/** libmemcached's weighted ketama. */
	static final KetamaAlgorithm LIBMEMCACHED = new KetamaAlgorithm(RingNodes::of, KetamaAlgorithm::withoutDefaultPort,
			KetamaPoints.LIBMEMCACHED, false, Search.AT_OR_AFTER, CompatibleHash.TWEMPROXY);

	/** twemproxy, which sorts its servers. */
	static final KetamaAlgorithm TWEMPROXY = new KetamaAlgorithm(RingNodes::byLengthAndName,
			KetamaAlgorithm::withoutDefaultPort, KetamaPoints.LIBMEMCACHED, false, Search.AT_OR_AFTER,
			CompatibleHash.TWEMPROXY);

	/** spymemcached, whose ring is a map. */
	static final KetamaAlgorithm SPYMEMCACHED = new KetamaAlgorithm(RingNodes::of, UnaryOperator.identity(),
			KetamaPoints.SPYMEMCACHED, true, Search.AT_OR_AFTER, CompatibleHash.SPYMEMCACHED);

	private static final String DEFAULT_PORT = ":11211";

	// but not from /host:11211, libmemcached's imitation of spymemcached
	private static String withoutDefaultPort(String name) {
		return (name.endsWith(DEFAULT_PORT) && !name.startsWith("/"))
				? name.substring(0, name.length() - DEFAULT_PORT.length()) : name;
	}

	Continuum create(ContinuumSpec spec) {
		RingNodes ordered = this.nodes.apply(spec);
		CompatibleHash hash = CompatibleHash.of(spec, this.hashes, CompatibleHash.MD5);
		Ring ring = new Ring(this.lastWins);
		for (int node = 0; node < ordered.count(); node++) {
			put(ring, ordered, node, hash);
		}
		return SegmentContinuum.ring(spec, ordered.names(), hash, ring.segments(this.search));
	}

	private void put(Ring ring, RingNodes ordered, int node, CompatibleHash hash) {
		String prefix = this.label.apply(ordered.names()[node]) + "-";
		if (this.points.byKeyHash(ordered, hash)) {
			for (int i = 0; i < KetamaPoints.PER_NODE; i++) {
				byte[] bytes = (prefix + i).getBytes(StandardCharsets.UTF_8);
				ring.put(hash.function().hash(bytes, 0, bytes.length), node);
			}
			return;
		}
		int digests = this.points.digests(ordered, node);
		for (int i = 0; i < digests; i++) {
			byte[] bytes = (prefix + i).getBytes(StandardCharsets.UTF_8);
			byte[] digest = Md5.digest(bytes, 0, bytes.length);
			for (int word = 0; word < 4; word++) {
				ring.put(Md5.word(digest, word), node);
			}
		}
	}

}
