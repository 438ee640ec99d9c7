package dev.sm.benchmarks.continuum;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.dynatrace.hash4j.consistent.ConsistentBucketSetHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.dynatrace.hash4j.random.PseudoRandomGeneratorProvider;
import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;

/**
 * What is measured, by name.
 */
final class Placements {

	private static final Hasher64 XXH3 = Hashing.xxh3_64();

	private Placements() {
	}

	static Placement named(String name, int nodes) {
		return switch (name) {
			case "hash-only" -> Placements::hash;
			case "sm-weighted" -> sm("weighted", nodes);
			case "hash4j-jump-back-anchor" -> jumpBackAnchor(nodes);
			case "guava-jump" -> guava(nodes);
			case "rendezvous" -> rendezvous(nodes);
			case "sm-spymemcached-ketama" -> sm("spymemcached-ketama", nodes);
			case "sm-libketama" -> sm("libketama", nodes);
			case "spymemcached" -> MemcachedPeers.spymemcached(addresses(nodes));
			case "xmemcached" -> MemcachedPeers.xmemcached(addresses(nodes));
			default -> throw new IllegalArgumentException("'" + name + "' is not measured");
		};
	}

	private static long hash(String key) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		return XXH3.hashBytesToLong(bytes, 0, bytes.length);
	}

	static ContinuumSpec spec(String algorithm, int nodes) {
		ContinuumSpec spec = ContinuumSpec.of(algorithm);
		for (InetSocketAddress address : addresses(nodes)) {
			spec = spec.with(address.getHostString() + ":" + address.getPort(), 100);
		}
		return spec;
	}

	private static Placement sm(String algorithm, int nodes) {
		return Continuum.of(spec(algorithm, nodes))::nodeFor;
	}

	private static Placement jumpBackAnchor(int nodes) {
		ConsistentBucketSetHasher hasher = ConsistentHashing
			.jumpBackAnchorHash(PseudoRandomGeneratorProvider.splitMix64_V1());
		String[] names = new String[nodes];
		for (int i = 0; i < nodes; i++) {
			names[hasher.addBucket()] = "10.0.0.1:" + (10_000 + i);
		}
		return (key) -> names[hasher.getBucket(hash(key))];
	}

	private static Placement guava(int nodes) {
		return (key) -> com.google.common.hash.Hashing.consistentHash(hash(key), nodes);
	}

	/** Weighted rendezvous hashing by the book: the least of -ln(u) / weight. */
	private static Placement rendezvous(int nodes) {
		List<Long> seeds = new ArrayList<>();
		for (int i = 0; i < nodes; i++) {
			seeds.add(hash("node" + i));
		}
		long[] all = seeds.stream().mapToLong(Long::longValue).toArray();
		return (key) -> {
			long hash = hash(key);
			double least = Double.MAX_VALUE;
			int best = 0;
			for (int i = 0; i < all.length; i++) {
				long mixed = (hash ^ all[i]) * 0xbf58476d1ce4e5b9L;
				mixed = (mixed ^ (mixed >>> 32)) * 0x94d049bb133111ebL;
				double time = -Math.log(((mixed >>> 11) + 1) * 0x1p-53) / 100;
				if (time < least) {
					least = time;
					best = i;
				}
			}
			return best;
		};
	}

	private static List<InetSocketAddress> addresses(int nodes) {
		List<InetSocketAddress> addresses = new ArrayList<>();
		for (int i = 0; i < nodes; i++) {
			addresses.add(InetSocketAddress.createUnresolved("10.0.0.1", 10_000 + i));
		}
		return addresses;
	}

}
