package dev.sm.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which shard is in which chunk of a document. A chunk is named by the first bits of the
 * hashes of its shards, after a letter; one that grows too large is split by one more
 * bit. So one change touches one chunk, and no change has to write all of them anew.
 * Where they differ in nothing but size, the chunks of all documents have the same
 * shards.
 */
final class Chunks {

	private static final String ALL = "b";

	private static final int MAX_BITS = 24;

	private final int maxBytes;

	private final TreeMap<String, Chunk> chunks = new TreeMap<>();

	/**
	 * Begins with the chunks that there are, without their shards.
	 * @param maxBytes when a chunk is split
	 * @param names the names of the chunks; none for a document of one key
	 */
	Chunks(int maxBytes, Collection<String> names) {
		this.maxBytes = maxBytes;
		names.forEach((name) -> this.chunks.put(name, new Chunk()));
		if (names.isEmpty()) {
			this.chunks.put(ALL, new Chunk());
		}
	}

	/**
	 * Whether chunks of these names have every shard once.
	 * @param names the names
	 * @return whether they are those of one document
	 */
	static boolean cover(Set<String> names) {
		long covered = 0;
		String before = "-";
		for (String name : new TreeSet<>(names)) {
			if (!name.matches(ALL + "[01]{0," + MAX_BITS + "}") || name.startsWith(before)) {
				return false;
			}
			before = name;
			covered += 1L << (MAX_BITS + ALL.length() - name.length());
		}
		return covered == 1L << MAX_BITS;
	}

	/** Notes a shard that is there, and as it is stored. */
	void keep(String shard, int bytes) {
		chunk(shard).put(shard, bytes);
	}

	/** Adds a shard, or changes what is said of it. */
	void put(String shard, int bytes) {
		Chunk chunk = chunk(shard);
		chunk.touched = true;
		chunk.put(shard, bytes);
		split(name(shard), chunk);
	}

	void remove(String shard) {
		Chunk chunk = chunk(shard);
		chunk.touched = true;
		chunk.put(shard, 0);
		chunk.sizes.remove(shard);
	}

	private void split(String name, Chunk chunk) {
		if (chunk.bytes <= this.maxBytes || chunk.sizes.size() < 2 || name.length() > MAX_BITS) {
			return;
		}
		this.chunks.remove(name);
		for (String bit : List.of("0", "1")) {
			Chunk half = new Chunk();
			half.touched = true;
			this.chunks.put(name + bit, half);
		}
		chunk.sizes.forEach(this::keep);
		for (String bit : List.of("0", "1")) {
			split(name + bit, this.chunks.getOrDefault(name + bit, chunk));
		}
	}

	/** The names of all chunks, in order. */
	Set<String> names() {
		return this.chunks.keySet();
	}

	/** Whether anything has changed in a chunk. */
	boolean touched(String name) {
		Chunk chunk = this.chunks.get(name);
		return chunk != null && chunk.touched;
	}

	/** Groups shards by their chunks; all chunks that are touched have a group. */
	SortedMap<String, List<String>> group(Collection<String> shards) {
		SortedMap<String, List<String>> groups = new TreeMap<>();
		this.chunks.forEach((name, chunk) -> {
			if (chunk.touched) {
				groups.put(name, new ArrayList<>());
			}
		});
		for (String shard : shards) {
			List<String> group = groups.get(name(shard));
			if (group != null) {
				group.add(shard);
			}
		}
		return groups;
	}

	/** The bytes of all chunks that are touched. */
	int bytes() {
		return this.chunks.values().stream().mapToInt((chunk) -> chunk.touched ? chunk.bytes : 0).sum();
	}

	/** How many chunks are touched and have shards. */
	int puts() {
		return (int) this.chunks.values().stream().filter((chunk) -> chunk.touched && !chunk.sizes.isEmpty()).count();
	}

	/** The bytes of a shard's chunk, or 0 if it is touched already. */
	int more(String shard) {
		Chunk chunk = chunk(shard);
		return chunk.touched ? 0 : chunk.bytes;
	}

	/** Whether a shard finds room although its chunk may not be split any further. */
	boolean hasRoomFor(String shard, int bytes) {
		String name = name(shard);
		return name.length() <= MAX_BITS || chunk(shard).bytes + bytes <= this.maxBytes;
	}

	/** No other name of a chunk is between that of a shard's chunk and its path. */
	private String name(String shard) {
		String name = this.chunks.floorKey(path(shard));
		return (name != null) ? name : ALL;
	}

	private Chunk chunk(String shard) {
		return this.chunks.computeIfAbsent(name(shard), (any) -> new Chunk());
	}

	/** The name of a chunk that would have this shard alone. */
	private static String path(String shard) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < shard.length(); i++) {
			hash = (hash ^ shard.charAt(i)) * 0x100000001b3L;
		}
		hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
		hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
		StringBuilder path = new StringBuilder(ALL);
		for (int i = 0; i < MAX_BITS; i++) {
			path.append((hash << i < 0) ? '1' : '0');
		}
		return path.toString();
	}

	/** One chunk, with what its shards take. */
	private static final class Chunk {

		private final Map<String, Integer> sizes = new HashMap<>();

		private int bytes;

		private boolean touched;

		private void put(String shard, int size) {
			Integer before = this.sizes.put(shard, size);
			this.bytes += size - ((before != null) ? before : 0);
		}

	}

}
