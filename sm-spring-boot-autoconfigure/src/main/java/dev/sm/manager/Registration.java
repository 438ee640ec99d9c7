package dev.sm.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.sm.shard.Participant;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code participants/{id}}: who is there, with which session, the highest
 * epoch that it has seen, which a store that was wiped or restored may not know, and
 * whether it can read documents in {@linkplain ChunkHead chunks}.
 */
record Registration(String incarnation, @Nullable String address, String zone, double weight,
		@Nullable Integer maxShards, Set<String> tags, boolean draining, long seenEpoch, boolean readsChunks) {

	private static final String SEEN_EPOCH = "seen-epoch";

	private static final String READS = "reads";

	/** Stands for the session of a registration that a stranger has overwritten. */
	static final String UNKNOWN = "";

	static Registration of(OwnershipSettings settings, String incarnation, boolean draining, long seenEpoch,
			boolean readsChunks) {
		return new Registration(incarnation, (settings.address() != null) ? settings.address().toString() : null,
				settings.zone(), settings.weight(), settings.maxShards(), settings.tags(), draining, seenEpoch,
				readsChunks);
	}

	/** Stands for one that cannot be read: alive, but to be given nothing. */
	static Registration unreadable(String incarnation) {
		return new Registration(incarnation, null, "", 0, null, Set.of(), true, 0, false);
	}

	Participant participant(String id, boolean drained) {
		return new Participant(id, this.zone, this.weight, this.maxShards, this.tags, this.draining || drained);
	}

	String encode() {
		List<Object> fields = new ArrayList<>(List.of(Lines.VERSION, this.incarnation, Lines.optional(this.address),
				this.zone, this.weight, Lines.optional(this.maxShards), this.draining));
		fields.addAll(this.tags);
		return Lines.line(fields.toArray()) + "\n" + Lines.line(SEEN_EPOCH, this.seenEpoch)
				+ (this.readsChunks ? "\n" + Lines.line(READS, ChunkHead.VERSION) : "");
	}

	static Registration decode(String text) {
		return Documents.read(text, (lines) -> {
			List<String> fields = lines.get(0);
			String maxShards = Lines.present(fields.get(5));
			Registration read = new Registration(fields.get(1), Lines.present(fields.get(2)), fields.get(3),
					Double.parseDouble(fields.get(4)), (maxShards != null) ? Integer.valueOf(maxShards) : null,
					new TreeSet<>(fields.subList(7, fields.size())), Boolean.parseBoolean(fields.get(6)),
					seenEpoch(lines.subList(1, lines.size())), lines.contains(List.of(READS, ChunkHead.VERSION)));
			read.participant("-", false);
			return read;
		});
	}

	/** From the further lines, which say what they are; there may be more of them. */
	private static long seenEpoch(List<List<String>> lines) {
		for (List<String> line : lines) {
			if (line.get(0).equals(SEEN_EPOCH)) {
				return Documents.checkEpoch(Long.parseLong(line.get(1)));
			}
		}
		return 0;
	}

}
