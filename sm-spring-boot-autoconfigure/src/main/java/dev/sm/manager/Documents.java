package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;

import dev.sm.shard.ShardLoad;

/**
 * Reads documents so that whatever is wrong with one shows as
 * {@link CorruptDocumentException}, with the reason, and never as anything else.
 */
final class Documents {

	/** What every node can compare exactly: 2^53 less room to count on. */
	private static final long MAX_EPOCH = (1L << 53) - (1L << 32);

	private static final int MAX_REASON = 1000;

	private Documents() {
	}

	static <T> T read(String text, Function<List<List<String>>, T> reader) {
		try {
			return reader.apply(Lines.read(text));
		}
		catch (CorruptDocumentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new CorruptDocumentException("it cannot be read (" + ex.getMessage() + ")");
		}
	}

	static String controller(String incarnation, String participantId) {
		return Lines.line(Lines.VERSION, incarnation, participantId);
	}

	static String readController(String text) {
		return read(text, (lines) -> lines.get(0).get(2));
	}

	/** A load in one field: a number, or metrics by name. */
	static String load(ShardLoad load) {
		if (load.isEmpty()) {
			return "NaN";
		}
		if (load.metrics().keySet().equals(Set.of(ShardLoad.DEFAULT_METRIC))) {
			return Double.toString(load.value());
		}
		StringJoiner text = new StringJoiner(";");
		load.metrics().forEach((metric, value) -> text.add(metric + "=" + value));
		return text.toString();
	}

	static ShardLoad readLoad(String field) {
		if (field.indexOf('=') < 0) {
			return ShardLoad.of(Double.parseDouble(field));
		}
		Map<String, Double> metrics = new LinkedHashMap<>();
		for (String metric : field.split(";")) {
			int split = metric.indexOf('=');
			metrics.put(metric.substring(0, split), Double.parseDouble(metric.substring(split + 1)));
		}
		return new ShardLoad(metrics);
	}

	/** A reason as a document can have it: not too long, and of whole characters. */
	static String reason(String text) {
		String reason = text.substring(0, Math.min(MAX_REASON, text.length()));
		return new String(reason.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	static String epoch(long epoch) {
		return Lines.line(Lines.VERSION, epoch);
	}

	static long checkEpoch(long epoch) {
		if (epoch < 0 || epoch > MAX_EPOCH) {
			throw new CorruptDocumentException("an epoch must be between 0 and " + MAX_EPOCH + " (was " + epoch + ")");
		}
		return epoch;
	}

	static long readEpoch(String text) {
		return read(text, (lines) -> checkEpoch(Long.parseLong(lines.get(0).get(1))));
	}

}
