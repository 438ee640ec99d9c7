package dev.sm.benchmarks.checker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Visits every state of a bound.
 */
final class Exploration {

	private final Model model;

	private final int limit;

	private long transitions;

	private @Nullable String violation;

	Exploration(Bound bound, int limit) {
		this.model = new Model(bound);
		this.limit = limit;
	}

	/**
	 * Visits all states, depth first, and keeps nothing but their fingerprints (128 bits
	 * each, so that two of ten million states share one with a probability of 10^-25).
	 */
	Result all() {
		Fingerprints seen = new Fingerprints();
		ArrayDeque<byte[]> open = new ArrayDeque<>();
		open.push(this.model.initial());
		seen.add(open.peek());
		while (!open.isEmpty() && this.violation == null && seen.size() < this.limit) {
			this.model.steps(open.pop(), new Collector() {
				@Override
				public void next(byte[] state, String what) {
					Exploration.this.transitions++;
					if (seen.add(state)) {
						open.push(state);
					}
				}
			});
		}
		return new Result(seen.size(), this.transitions, open.isEmpty(), this.violation, List.of(), -1);
	}

	/**
	 * Visits states breadth first, so that a violation is shown by its shortest history,
	 * and counts those from which the shard can never be held any more.
	 */
	Result shortest() {
		List<byte[]> states = new ArrayList<>();
		List<Integer> parents = new ArrayList<>();
		List<String> labels = new ArrayList<>();
		List<List<Integer>> before = new ArrayList<>();
		Map<String, Integer> numbers = new HashMap<>();
		int at = 0;
		enter(this.model.initial(), -1, "", states, parents, labels, before, numbers);
		for (; at < states.size() && this.violation == null && states.size() < this.limit; at++) {
			int parent = at;
			this.model.steps(states.get(at), new Collector() {
				@Override
				public void next(byte[] state, String what) {
					Exploration.this.transitions++;
					enter(state, parent, what, states, parents, labels, before, numbers);
				}
			});
		}
		boolean complete = at == states.size();
		List<String> history = new ArrayList<>();
		for (int each = at - 1; this.violation != null && each > 0; each = parents.get(each)) {
			history.add(labels.get(each));
		}
		Collections.reverse(history);
		int stuck = (this.violation == null && complete) ? stuck(states, before) : -1;
		return new Result(states.size(), this.transitions, complete, this.violation, history, stuck);
	}

	private static void enter(byte[] state, int parent, String what, List<byte[]> states, List<Integer> parents,
			List<String> labels, List<List<Integer>> before, Map<String, Integer> numbers) {
		Integer number = numbers.putIfAbsent(new String(state, StandardCharsets.ISO_8859_1), states.size());
		if (number == null) {
			states.add(state);
			parents.add(parent);
			labels.add(what);
			before.add(new ArrayList<>(2));
			number = states.size() - 1;
		}
		if (parent >= 0) {
			before.get(number).add(parent);
		}
	}

	private int stuck(List<byte[]> states, List<List<Integer>> before) {
		boolean[] good = new boolean[states.size()];
		ArrayDeque<Integer> open = new ArrayDeque<>();
		for (int each = 0; each < states.size(); each++) {
			if (this.model.isGood(states.get(each))) {
				good[each] = true;
				open.add(each);
			}
		}
		while (!open.isEmpty()) {
			for (int each : before.get(open.poll())) {
				if (!good[each]) {
					good[each] = true;
					open.add(each);
				}
			}
		}
		int stuck = 0;
		for (boolean each : good) {
			stuck += each ? 0 : 1;
		}
		return stuck;
	}

	/** Notes the first violation. */
	private abstract class Collector implements Steps {

		@Override
		public void violation(String what) {
			if (Exploration.this.violation == null) {
				Exploration.this.violation = what;
			}
		}

	}

	/**
	 * What was found.
	 *
	 * @param states how many states were visited
	 * @param transitions how many steps were taken
	 * @param complete whether these were all
	 * @param violation what went wrong, or {@code null}
	 * @param history how it came to that
	 * @param stuck states from which the shard can never be held again, or -1
	 */
	record Result(long states, long transitions, boolean complete, @Nullable String violation, List<String> history,
			int stuck) {

	}

}
