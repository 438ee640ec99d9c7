package dev.sm.manager;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.shard.ShardLoad;

/**
 * The document {@code status/{id}}: what a participant has made of its assignment.
 *
 * @param incarnation the session that wrote it
 * @param docRevision the revision of the assignment document that it reflects
 * @param held what is held, or may be acted on by a handler, by shard
 * @param prepared what is prepared
 * @param quarantined what failed here and should go elsewhere, with the reason
 */
record StatusDocument(String incarnation, long docRevision, Map<String, Held> held, Set<String> prepared,
		Map<String, String> quarantined) {

	StatusDocument {
		held = Collections.unmodifiableMap(held);
		prepared = Collections.unmodifiableSet(prepared);
		quarantined = Collections.unmodifiableMap(quarantined);
	}

	String encode() {
		StringBuilder text = new StringBuilder(firstLine(this.docRevision));
		lines().values().forEach((lines) -> text.append('\n').append(lines));
		return text.toString();
	}

	/** The first line, if the status reflects a document of some revision. */
	String firstLine(long docRevision) {
		return Lines.line(Lines.VERSION, this.incarnation, docRevision);
	}

	/** The further lines, by shard. */
	SortedMap<String, String> lines() {
		SortedMap<String, String> lines = new TreeMap<>();
		this.held.forEach((shard, held) -> lines.put(shard,
				Lines.line(held.stage().letter, shard, held.epoch(), Documents.load(held.load()))));
		this.prepared.forEach((shard) -> lines.merge(shard, Lines.line("P", shard), StatusDocument::join));
		this.quarantined
			.forEach((shard, reason) -> lines.merge(shard, Lines.line("Q", shard, reason), StatusDocument::join));
		return lines;
	}

	private static String join(String first, String second) {
		return first + "\n" + second;
	}

	static StatusDocument decode(String text) {
		return Documents.read(text, StatusDocument::read);
	}

	private static StatusDocument read(List<List<String>> lines) {
		Map<String, Held> held = new TreeMap<>();
		Set<String> prepared = new TreeSet<>();
		Map<String, String> quarantined = new TreeMap<>();
		for (List<String> line : lines.subList(1, lines.size())) {
			switch (line.get(0)) {
				case "P" -> prepared.add(line.get(1));
				case "Q" -> quarantined.put(line.get(1), line.get(2));
				default -> held.put(line.get(1), new Held(Stage.of(line.get(0)),
						Documents.checkEpoch(Long.parseLong(line.get(2))), Documents.readLoad(line.get(3))));
			}
		}
		return new StatusDocument(lines.get(0).get(1), Long.parseLong(lines.get(0).get(2)), held, prepared,
				quarantined);
	}

	/** How far the handler of a shard is. */
	enum Stage {

		HELD("H"), ADDING("A"), DROPPING("D"), FAILED("F");

		private final String letter;

		Stage(String letter) {
			this.letter = letter;
		}

		static Stage of(String letter) {
			for (Stage stage : values()) {
				if (stage.letter.equals(letter)) {
					return stage;
				}
			}
			throw new CorruptDocumentException("stage '" + letter + "' is not known");
		}

	}

	/**
	 * A shard that is held.
	 *
	 * @param stage how far its handler is
	 * @param epoch its epoch
	 * @param load its load as measured and smoothed
	 */
	record Held(Stage stage, long epoch, ShardLoad load) {

	}

}
