package dev.sm.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An operation on keys of several pools, sent to all of them at once.
 *
 * @param <T> the type of the result, which is that of each pool's answer
 * @param verb what the user asked for
 * @param routes where its keys go
 * @param keys all of its keys
 * @param parts each pool's part
 * @param merge makes one result of all answers
 */
record PrefixCall<T>(String verb, PrefixRoutes routes, List<String> keys, List<PrefixPart<T>> parts,
		Function<List<T>, T> merge) {

	/** Waits for all pools. */
	T await() {
		List<Supplier<T>> started = this.parts.stream().map(PrefixPart::started).toList();
		return settled(started);
	}

	/** Does not wait. */
	CompletableFuture<T> async() {
		List<CompletableFuture<T>> pending = this.parts.stream().map(PrefixPart::pending).toList();
		CompletableFuture<T> result = new CompletableFuture<>();
		CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new)).whenComplete((all, failed) -> {
			try {
				result.complete(settled(pending.stream().<Supplier<T>>map((future) -> future::join).toList()));
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	private T settled(List<Supplier<T>> answers) {
		List<T> good = new ArrayList<>(answers.size());
		Map<String, Object> results = new LinkedHashMap<>();
		Map<String, Throwable> failures = new LinkedHashMap<>();
		for (int i = 0; i < answers.size(); i++) {
			PrefixPart<T> part = this.parts.get(i);
			try {
				T answer = answers.get(i).get();
				good.add(answer);
				results.putAll(part.results().of(answer));
			}
			catch (RuntimeException ex) {
				failed(part, Failures.unwrap(ex), results, failures);
			}
		}
		if (!failures.isEmpty()) {
			throw new PartialResultException(what(failures), results, failures);
		}
		return this.merge.apply(good);
	}

	private static void failed(PrefixPart<?> part, Throwable failure, Map<String, Object> results,
			Map<String, Throwable> failures) {
		if (failure instanceof PartialResultException partial) {
			results.putAll(partial.getResults());
			failures.putAll(partial.getFailures());
		}
		else {
			part.keys().forEach((key) -> failures.put(key, failure));
		}
	}

	private String what(Map<String, Throwable> failures) {
		Set<String> rules = new TreeSet<>();
		failures.keySet().forEach((key) -> {
			PrefixRoutes.Route route = this.routes.of(key);
			PrefixRule rule = route.rule();
			rules.add(((rule != null) ? rule.shown() : "no rule") + " (pool '" + route.pool().name() + "')");
		});
		return this.verb + " by prefix failed for " + failures.size() + " of " + this.keys.size() + " keys, under "
				+ String.join(", ", rules) + "; the first reason: " + failures.values().iterator().next().getMessage();
	}

}
