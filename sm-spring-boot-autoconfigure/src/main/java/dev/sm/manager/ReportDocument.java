package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.coordination.Keys;
import dev.sm.shard.Plan;

/**
 * The document {@code report}: why shards are where they are, or nowhere. For people;
 * nothing is decided by it.
 *
 * @param reasons the reasons, by shard
 */
record ReportDocument(Map<String, String> reasons) {

	static final int MAX_REASONS = 500;

	private static final int MAX_LENGTH = 300;

	ReportDocument {
		reasons = Collections.unmodifiableMap(new TreeMap<>(reasons));
	}

	/**
	 * Keeps as many reasons as fit: first those of shards that are nowhere, then of those
	 * that should not stay where they are, are too hot or lack standbys, then why shards
	 * went where they are.
	 * @param plan the plan
	 * @param refused why shards cannot go where they should
	 * @param moved why shards went where they are
	 * @return the report
	 */
	static ReportDocument of(Plan plan, Map<String, String> refused, Map<String, String> moved) {
		Map<String, String> kept = new TreeMap<>();
		for (Map<String, String> reasons : List.of(refused, plan.unplaced(), plan.notes(), plan.hot(), plan.missing(),
				moved)) {
			reasons.forEach((shard, reason) -> {
				if (kept.containsKey(shard) || kept.size() < MAX_REASONS) {
					kept.merge(shard, reason, (first, second) -> first + "; " + second);
				}
			});
		}
		kept.replaceAll(
				(shard, reason) -> Documents.reason(reason.substring(0, Math.min(MAX_LENGTH, reason.length()))));
		int[] bytes = { Lines.VERSION.length() };
		kept.entrySet()
			.removeIf((entry) -> (bytes[0] += bytes(entry.getKey(), entry.getValue())) > Keys.MAX_VALUE_BYTES);
		return new ReportDocument(kept);
	}

	String encode() {
		StringBuilder text = new StringBuilder(Lines.VERSION);
		this.reasons.forEach((shard, reason) -> text.append('\n').append(Lines.line(shard, reason)));
		return text.toString();
	}

	private static int bytes(String shard, String reason) {
		return Lines.line(shard, reason).getBytes(StandardCharsets.UTF_8).length + 1;
	}

	static ReportDocument decode(String text) {
		return Documents.read(text, (lines) -> {
			Map<String, String> reasons = new TreeMap<>();
			lines.subList(1, lines.size()).forEach((line) -> reasons.put(line.get(0), line.get(1)));
			return new ReportDocument(reasons);
		});
	}

}
