package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The document {@code assignments/{id}}: what a participant is given, for one session of
 * it.
 *
 * @param incarnation the session that it is meant for
 * @param entries what is given, by shard
 * @param readable whether it could be read; if not, it has no entries, but its
 * participant may hold anything
 */
record AssignmentDocument(String incarnation, Map<String, Item> entries, boolean readable) {

	private static final String STANDBY = "standby";

	/** Mark, epoch, the epoch of a state or what a status says; an heir takes more. */
	private static final int BYTES_BESIDE_NAME = 44;

	AssignmentDocument {
		entries = Collections.unmodifiableMap(entries);
	}

	AssignmentDocument(String incarnation, Map<String, Item> entries) {
		this(incarnation, entries, true);
	}

	static AssignmentDocument unreadable() {
		return new AssignmentDocument("", Map.of(), false);
	}

	static int bytes(String shardId) {
		return shardId.getBytes(StandardCharsets.UTF_8).length + BYTES_BESIDE_NAME;
	}

	static int bytes(String shardId, Item item) {
		Heir heir = item.heir();
		return bytes(shardId) + ((heir != null) ? bytes(heir.participant()) + bytes(heir.incarnation()) : 0);
	}

	/** The participants that are named as heirs. */
	Set<String> heirs() {
		Set<String> heirs = new TreeSet<>();
		for (Item item : this.entries.values()) {
			Heir heir = item.heir();
			if (heir != null) {
				heirs.add(heir.participant());
			}
		}
		return heirs;
	}

	String encode() {
		StringBuilder text = new StringBuilder(firstLine(this.incarnation));
		this.entries.forEach((shard, entry) -> text.append('\n').append(entry.line(shard)));
		return text.toString();
	}

	static String firstLine(String incarnation) {
		return Lines.line(Lines.VERSION, incarnation);
	}

	static AssignmentDocument decode(String text) {
		return Documents.read(text, (lines) -> {
			Map<String, Item> entries = new TreeMap<>();
			for (List<String> line : lines.subList(1, lines.size())) {
				entries.put(line.get(1), Item.read(line));
			}
			return new AssignmentDocument(lines.get(0).get(1), entries);
		});
	}

	/** What a participant is to do with a shard. */
	enum Mark {

		OWN("O"), PREPARE("P"), DROP("D"),

		/** To an earlier version, the same as {@link #PREPARE}. */
		STANDBY("P");

		private final String letter;

		Mark(String letter) {
			this.letter = letter;
		}

		static Mark of(String letter) {
			for (Mark mark : values()) {
				if (mark.letter.equals(letter)) {
					return mark;
				}
			}
			throw new CorruptDocumentException("mark '" + letter + "' is not known");
		}

	}

	/**
	 * One shard of a document. Whoever does not know heirs and states reads it without
	 * them, and acts as if there were none.
	 *
	 * @param mark what is to be done
	 * @param epoch the epoch of its ownership; 0 to prepare it or to stand by
	 * @param heir who is next once this participant has dropped it, or {@code null} if
	 * the controller decides then
	 * @param stateEpoch the epoch of the owner whose {@linkplain StateDocument state} is
	 * handed to this one, or 0
	 */
	record Item(Mark mark, long epoch, @Nullable Heir heir, long stateEpoch) {

		Item(Mark mark, long epoch) {
			this(mark, epoch, null, 0);
		}

		boolean owns() {
			return this.mark == Mark.OWN || this.mark == Mark.DROP;
		}

		boolean prepares() {
			return this.mark == Mark.PREPARE || this.mark == Mark.STANDBY;
		}

		String line(String shard) {
			if (this.mark == Mark.STANDBY) {
				return Lines.line(this.mark.letter, shard, 0, STANDBY);
			}
			if (this.heir != null) {
				return Lines.line(this.mark.letter, shard, this.epoch, this.heir.participant(), this.heir.incarnation(),
						this.heir.epoch());
			}
			return (this.stateEpoch != 0) ? Lines.line(this.mark.letter, shard, this.epoch, this.stateEpoch)
					: Lines.line(this.mark.letter, shard, this.epoch);
		}

		private static Item read(List<String> line) {
			Mark mark = Mark.of(line.get(0));
			long epoch = epoch(line.get(2));
			if (mark == Mark.PREPARE && line.size() > 3 && line.get(3).equals(STANDBY)) {
				mark = Mark.STANDBY;
			}
			Heir heir = (mark == Mark.DROP && line.size() > 5) ? new Heir(line.get(3), line.get(4), epoch(line.get(5)))
					: null;
			return new Item(mark, epoch, heir, (mark == Mark.OWN && line.size() > 3) ? epoch(line.get(3)) : 0);
		}

		private static long epoch(String text) {
			return Documents.checkEpoch(Long.parseLong(text));
		}

	}

}
