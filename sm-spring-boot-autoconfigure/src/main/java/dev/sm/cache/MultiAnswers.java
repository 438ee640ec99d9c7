package dev.sm.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * Makes one result of several nodes' answers, or one exception that carries what there
 * is.
 */
final class MultiAnswers {

	private MultiAnswers() {
	}

	/** The values in the order in which they were asked for. */
	static <T> Map<String, T> values(String pool, List<String> asked, List<NodeAnswer<List<byte @Nullable []>>> answers,
			BiFunction<String, byte[], T> decode) {
		@Nullable Object[] found = new Object[asked.size()];
		Map<String, Throwable> failures = new LinkedHashMap<>();
		for (NodeAnswer<List<byte @Nullable []>> answer : answers) {
			List<byte @Nullable []> values = answer.answer();
			if (values != null) {
				place(values, answer.group(), found);
			}
			else if (answer.failure() != null) {
				answer.group().keys().forEach((key) -> failures.put(key, answer.failure()));
			}
		}
		Map<String, T> results = new LinkedHashMap<>(asked.size() * 2);
		for (int i = 0; i < found.length; i++) {
			byte[] value = (byte[]) found[i];
			if (value != null && !results.containsKey(asked.get(i))) {
				decode(asked.get(i), value, decode, results, failures);
			}
		}
		if (!failures.isEmpty()) {
			throw partial("multiGet", pool, results, failures);
		}
		return results;
	}

	private static void place(List<byte @Nullable []> values, KeyGroup group, @Nullable Object[] found) {
		for (int i = 0; i < values.size(); i++) {
			found[group.positions().get(i)] = values.get(i);
		}
	}

	private static <T> void decode(String key, byte[] value, BiFunction<String, byte[], T> decode,
			Map<String, T> results, Map<String, Throwable> failures) {
		try {
			results.put(key, decode.apply(key, value));
		}
		catch (CacheCodecException ex) {
			failures.put(key, ex);
		}
	}

	/**
	 * Demands that no node failed.
	 * @throws PartialResultException if one did
	 */
	static void check(String verb, String pool, List<? extends NodeAnswer<?>> answers) {
		Map<String, Object> results = new LinkedHashMap<>();
		Map<String, Throwable> failures = new LinkedHashMap<>();
		for (NodeAnswer<?> answer : answers) {
			Throwable failure = answer.failure();
			for (String key : answer.group().keys()) {
				if (failure != null) {
					failures.put(key, failure);
				}
				else {
					results.put(key, true);
				}
			}
		}
		if (!failures.isEmpty()) {
			throw partial(verb, pool, results, failures);
		}
	}

	static long sum(List<NodeAnswer<Long>> answers) {
		long sum = 0;
		for (NodeAnswer<Long> answer : answers) {
			Long part = answer.answer();
			sum += (part != null) ? part : 0;
		}
		return sum;
	}

	private static PartialResultException partial(String verb, String pool, Map<String, ?> results,
			Map<String, Throwable> failures) {
		String reason = failures.values().iterator().next().getMessage();
		return new PartialResultException(verb + " in pool '" + pool + "' failed for " + failures.size() + " of "
				+ (failures.size() + results.size()) + " keys; the first reason: " + reason, results, failures);
	}

}
