package dev.sm.benchmarks.migration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sm.benchmarks.migration.Operation.State;
import dev.sm.benchmarks.migration.Operation.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Whether the history of one key is linearizable: whether every operation can be thought
 * to have happened at one instant between its beginning and its answer. One without an
 * answer may have happened at any later time, or never. A value may vanish once its time
 * to live can be over, and not before; it need not.
 * <p>
 * All explanations are carried along at once, answer by answer: the search of Wing and
 * Gong with the states remembered as by Lowe ("Testing for linearizability", 2017).
 */
final class Linearizability {

	/** How many explanations are carried before a key counts as undecided. */
	private static final int MAX_EXPLANATIONS = 100_000;

	private static final int MAX_OPEN = 62;

	/** Nodes count milliseconds, by a clock of their own. */
	private static final long CLOCK_SLACK = 3_000_000;

	private final List<Operation> operations;

	private final List<Loss> losses;

	private final Operation[] open = new Operation[MAX_OPEN];

	private Set<Config> configs = Set.of(new Config(State.ABSENT, 0));

	private Linearizability(List<Operation> operations, List<Loss> losses) {
		this.operations = operations;
		this.losses = losses;
	}

	/**
	 * Judges a history that begins with nothing.
	 * @param operations what was asked of one key
	 * @param losses when values could be left behind that were not used meanwhile
	 * @return what was found
	 */
	static Verdict judge(List<Operation> operations, List<Loss> losses) {
		return new Linearizability(operations, losses).judge();
	}

	private Verdict judge() {
		List<Event> events = new ArrayList<>();
		for (Operation operation : this.operations) {
			if (operation.isAnswered()) {
				events.add(new Event(operation.end, true, operation));
			}
			if (operation.isAnswered() || operation.verb != Verb.GET) {
				events.add(new Event(operation.begin, false, operation));
			}
		}
		events.sort(Comparator.comparingLong(Event::at).thenComparing(Event::end));
		for (Event event : events) {
			if (!event.end()) {
				int place = free();
				if (place < 0) {
					return Verdict.UNDECIDED;
				}
				this.open[place] = event.operation();
				continue;
			}
			int place = place(event.operation());
			Set<Config> next = explain(event, 1L << place);
			if (next == null) {
				return Verdict.UNDECIDED;
			}
			if (next.isEmpty()) {
				return new Verdict(false, "nothing explains " + event.operation() + "\n" + before(event));
			}
			this.configs = next;
			this.open[place] = null;
		}
		return Verdict.LINEARIZABLE;
	}

	private int free() {
		return place(null);
	}

	private int place(@Nullable Operation operation) {
		for (int i = 0; i < MAX_OPEN; i++) {
			if (this.open[i] == operation) {
				return i;
			}
		}
		return -1;
	}

	/** All that there can be after an answer, given what there can be before it. */
	private @Nullable Set<Config> explain(Event event, long bit) {
		Set<Config> next = new HashSet<>();
		Set<Config> seen = new HashSet<>(this.configs);
		ArrayDeque<Config> queue = new ArrayDeque<>(this.configs);
		while (!queue.isEmpty()) {
			Config config = queue.remove();
			if ((config.done() & bit) != 0) {
				next.add(new Config(config.state(), config.done() & ~bit));
				continue;
			}
			for (Config after : successors(config, event.at())) {
				if (seen.add(after)) {
					queue.add(after);
				}
			}
			if (seen.size() > MAX_EXPLANATIONS) {
				return null;
			}
		}
		return next;
	}

	private List<Config> successors(Config config, long now) {
		List<Config> after = new ArrayList<>();
		State state = config.state();
		if (state.value() != Operation.NOTHING && state.expires() - CLOCK_SLACK <= now) {
			after.add(new Config(State.ABSENT, config.done()));
		}
		for (int i = 0; i < MAX_OPEN; i++) {
			Operation operation = this.open[i];
			if (operation != null && (config.done() & (1L << i)) == 0) {
				State next = operation.apply(state);
				if (next != null) {
					after.add(new Config(losable(next, operation), config.done() | (1L << i)));
				}
			}
		}
		return after;
	}

	/** What is written before places were closed may be gone from then on. */
	private State losable(State state, Operation operation) {
		long expires = state.expires();
		for (Loss loss : this.losses) {
			if (operation.begin <= loss.until()) {
				expires = Math.min(expires, loss.from());
			}
		}
		return (expires == state.expires() || state.value() == Operation.NOTHING) ? state
				: new State(state.value(), expires);
	}

	private String before(Event event) {
		StringBuilder text = new StringBuilder();
		List<Operation> begun = this.operations.stream()
			.filter((operation) -> operation.begin <= event.at())
			.sorted(Comparator.comparingLong((operation) -> operation.begin))
			.toList();
		begun.stream()
			.skip(Math.max(0, begun.size() - 30))
			.forEach((operation) -> text.append("  ").append(operation).append('\n'));
		return text.toString();
	}

	/**
	 * A time in which values could be left behind.
	 *
	 * @param from when it began
	 * @param until when it was over
	 */
	record Loss(long from, long until) {

	}

	/**
	 * What was found.
	 *
	 * @param linearizable whether the history can be explained, as far as was looked
	 * @param why what cannot be explained, or why it is undecided, or {@code null}
	 */
	record Verdict(boolean linearizable, @Nullable String why) {

		static final Verdict LINEARIZABLE = new Verdict(true, null);

		static final Verdict UNDECIDED = new Verdict(true, "too many operations without an answer");

		boolean decided() {
			return this != UNDECIDED;
		}

	}

	/** One explanation: the state, and which open operations have happened. */
	private record Config(State state, long done) {

	}

	private record Event(long at, boolean end, Operation operation) {

	}

}
