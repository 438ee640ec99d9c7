package dev.sm.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What clients asked and were answered, per key, and whether that is linearizable:
 * whether every operation can be thought to have happened at one instant between its
 * beginning and its answer. One that was not answered may have happened at any later
 * time, or never. A value may vanish once its time to live can be over, and never before.
 */
final class History {

	private static final int MAX_UNANSWERED = 7;

	private static final int MAX_EXPLANATIONS = 20_000;

	private final Map<String, List<Operation>> operations = new TreeMap<>();

	/** When passive migrations closed old places, so that what was left is a miss. */
	private final List<Long> closed = new ArrayList<>();

	private int answered;

	private int undecided;

	Operation begin(String client, String key, Verb verb, long argument, long ttl, long now) {
		Operation operation = new Operation(client, verb, argument, ttl, now);
		this.operations.computeIfAbsent(key, (name) -> new ArrayList<>()).add(operation);
		return operation;
	}

	void initially(String key, long value) {
		Operation operation = begin("before", key, Verb.SET, value, 0, -1);
		answer(operation, 0, 0);
	}

	void answer(Operation operation, long result, long now) {
		operation.answered = true;
		operation.result = result;
		operation.end = now;
		this.answered++;
	}

	void closed(long now) {
		this.closed.add(now);
	}

	/** How many keys had too many operations without an answer to be decided. */
	int undecided() {
		return this.undecided;
	}

	int answered() {
		return this.answered;
	}

	/** What cannot be explained, or {@code null}. */
	String violation() {
		for (Map.Entry<String, List<Operation>> entry : this.operations.entrySet()) {
			String violation = check(entry.getKey(), entry.getValue());
			if (violation != null) {
				return violation;
			}
		}
		return null;
	}

	private String check(String key, List<Operation> operations) {
		List<Operation> ends = operations.stream()
			.filter((operation) -> operation.answered)
			.sorted(Comparator.comparingLong((operation) -> operation.end))
			.toList();
		operations.forEach((operation) -> this.closed.stream()
			.filter((at) -> at >= operation.begin)
			.forEach((at) -> operation.left = Math.min(operation.left, at)));
		long unanswered = operations.stream()
			.filter((operation) -> !operation.answered && operation.verb != Verb.GET)
			.count();
		if (unanswered > MAX_UNANSWERED) {
			this.undecided++;
			return null;
		}
		Set<Config> configs = new HashSet<>(Set.of(new Config(null, Long.MAX_VALUE, Set.of())));
		Set<Operation> ended = new HashSet<>();
		for (Operation ending : ends) {
			List<Operation> begun = operations.stream()
				.filter((operation) -> operation.begin <= ending.end)
				.filter((operation) -> operation.answered ? !ended.contains(operation) : operation.verb != Verb.GET)
				.toList();
			Set<Config> next = explained(configs, begun, ending);
			if (next.size() > MAX_EXPLANATIONS) {
				this.undecided++;
				return null;
			}
			if (next.isEmpty()) {
				return "key " + key + ": nothing explains " + ending + "\n" + text(operations, ending);
			}
			configs = next;
			ended.add(ending);
		}
		return null;
	}

	/** What there can be right after an operation has happened, the latest by its end. */
	private static Set<Config> explained(Set<Config> configs, List<Operation> begun, Operation ending) {
		Set<Config> next = new HashSet<>();
		Set<Config> all = new HashSet<>(configs);
		List<Config> open = new ArrayList<>(configs);
		while (!open.isEmpty()) {
			Config config = open.remove(open.size() - 1);
			if (config.happened().contains(ending)) {
				next.add(config.without(ending));
				continue;
			}
			List<Config> found = new ArrayList<>();
			if (config.value() != null && config.expires() <= ending.end) {
				found.add(new Config(null, Long.MAX_VALUE, config.happened()));
			}
			for (Operation operation : begun) {
				if (!config.happened().contains(operation)) {
					found.add(config.apply(operation));
				}
			}
			for (Config after : found) {
				if (after != null && all.add(after)) {
					open.add(after);
				}
			}
		}
		return next;
	}

	private static String text(List<Operation> operations, Operation until) {
		StringBuilder text = new StringBuilder();
		operations.stream()
			.filter((operation) -> operation.begin <= until.end)
			.skip(Math.max(0, operations.size() - 40))
			.forEach((operation) -> text.append("  ").append(operation).append('\n'));
		return text.toString();
	}

	/** What a client can ask. */
	enum Verb {

		GET, SET, SET_IF_ABSENT, DELETE, INCREMENT, EXPIRE

	}

	static final class Operation {

		private final String client;

		private final Verb verb;

		private final long argument;

		private final long ttl;

		private final long begin;

		/** When what it wrote may be left behind by a passive migration. */
		private long left = Long.MAX_VALUE;

		private boolean answered;

		private long result;

		private long end;

		private Operation(String client, Verb verb, long argument, long ttl, long begin) {
			this.client = client;
			this.verb = verb;
			this.argument = argument;
			this.ttl = ttl;
			this.begin = begin;
		}

		@Override
		public String toString() {
			return String.format("%s %s(%d%s) from %.4f to %s", this.client, this.verb, this.argument,
					(this.ttl > 0) ? ", ttl " + this.ttl / 1_000_000 + "ms" : "", this.begin / 1e9,
					this.answered ? String.format("%.4f: %d", this.end / 1e9, this.result) : "?");
		}

	}

	/** One explanation: a value, and which of the operations not ended have happened. */
	private record Config(Long value, long expires, Set<Operation> happened) {

		/** What follows, or {@code null} if the operation was answered otherwise. */
		private Config apply(Operation operation) {
			Long after = this.value;
			long at = this.expires;
			long result = (this.value != null) ? 1 : 0;
			long expiry = (operation.ttl > 0) ? operation.begin + operation.ttl : Long.MAX_VALUE;
			switch (operation.verb) {
				case GET -> result = (this.value != null) ? this.value : -1;
				case SET -> {
					after = operation.argument;
					at = expiry;
					result = 0;
				}
				case SET_IF_ABSENT -> {
					result = 1 - result;
					after = (this.value == null) ? Long.valueOf(operation.argument) : this.value;
					at = (this.value == null) ? expiry : at;
				}
				case DELETE -> {
					after = null;
					at = Long.MAX_VALUE;
				}
				case INCREMENT -> {
					after = Objects.requireNonNullElse(this.value, 0L) + operation.argument;
					at = (this.value != null) ? at : Long.MAX_VALUE;
					result = after;
				}
				case EXPIRE -> at = (this.value != null) ? expiry : at;
			}
			if (operation.answered && operation.result != result) {
				return null;
			}
			Set<Operation> more = new HashSet<>(this.happened);
			more.add(operation);
			return new Config(after, (after != null) ? Math.min(at, operation.left) : at, more);
		}

		private Config without(Operation operation) {
			Set<Operation> fewer = new HashSet<>(this.happened);
			fewer.remove(operation);
			return new Config(this.value, this.expires, fewer);
		}

	}

}
