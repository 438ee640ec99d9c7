package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.coordination.Keys;

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

	/** What a document with all its entries may take, here and in the status. */
	static final int MAX_BYTES = Keys.MAX_VALUE_BYTES - 6 * 1024;

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

	String encode() {
		StringBuilder text = new StringBuilder(Lines.line(Lines.VERSION, this.incarnation));
		this.entries
			.forEach((shard, entry) -> text.append('\n').append(Lines.line(entry.mark().letter, shard, entry.epoch())));
		return text.toString();
	}

	static AssignmentDocument decode(String text) {
		return Documents.read(text, (lines) -> {
			Map<String, Item> entries = new TreeMap<>();
			for (List<String> line : lines.subList(1, lines.size())) {
				entries.put(line.get(1),
						new Item(Mark.of(line.get(0)), Documents.checkEpoch(Long.parseLong(line.get(2)))));
			}
			return new AssignmentDocument(lines.get(0).get(1), entries);
		});
	}

	/** What a participant is to do with a shard. */
	enum Mark {

		OWN("O"), PREPARE("P"), DROP("D");

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
	 * One shard of a document.
	 *
	 * @param mark what is to be done
	 * @param epoch the epoch of its ownership; 0 to prepare
	 */
	record Item(Mark mark, long epoch) {

		boolean owns() {
			return this.mark != Mark.PREPARE;
		}

	}

}
