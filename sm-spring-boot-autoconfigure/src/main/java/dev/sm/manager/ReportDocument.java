package dev.sm.manager;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The document {@code report}: why shards are where they are, or nowhere. For people;
 * nothing is decided by it.
 *
 * @param reasons the reasons, by shard
 */
record ReportDocument(Map<String, String> reasons) {

	static final int MAX_REASONS = 500;

	private static final int MAX_LENGTH = 200;

	ReportDocument {
		reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
	}

	/**
	 * Keeps as many reasons as fit, those of unplaced shards first.
	 * @param unplaced why shards are nowhere
	 * @param moved why shards went where they are
	 * @return the report
	 */
	static ReportDocument of(Map<String, String> unplaced, Map<String, String> moved) {
		Map<String, String> kept = new TreeMap<>();
		for (Map<String, String> reasons : List.of(unplaced, moved)) {
			reasons.forEach((shard, reason) -> {
				if (kept.size() < MAX_REASONS) {
					kept.putIfAbsent(shard, reason.substring(0, Math.min(MAX_LENGTH, reason.length())));
				}
			});
		}
		return new ReportDocument(kept);
	}

	String encode() {
		StringBuilder text = new StringBuilder(Lines.VERSION);
		this.reasons.forEach((shard, reason) -> text.append('\n').append(Lines.line(shard, reason)));
		return text.toString();
	}

	static ReportDocument decode(String text) {
		return Documents.read(text, (lines) -> {
			Map<String, String> reasons = new TreeMap<>();
			lines.subList(1, lines.size()).forEach((line) -> reasons.put(line.get(0), line.get(1)));
			return new ReportDocument(reasons);
		});
	}

}
