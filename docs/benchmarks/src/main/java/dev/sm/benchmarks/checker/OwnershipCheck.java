package dev.sm.benchmarks.checker;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.benchmarks.checker.Bound.Rule;

/**
 * Explores the protocol of ownership, and what happens without each of its rules:
 * {@code small} (the default, some seconds), {@code large} (minutes, and 4 GB) or
 * {@code faults}. Exits with 1 if something was found that must not be, or a fault was
 * not.
 */
public final class OwnershipCheck {

	private static final Set<Integer> ALL = Set.of(0, 1, 2);

	private static final Set<Integer> TWO = Set.of(0, 2);

	private static final int LIMIT = 150_000_000;

	private static final int SHORT_LIMIT = 4_000_000;

	private OwnershipCheck() {
	}

	static List<Bound> small() {
		return List.of(bound("P1, Q1; 2 epochs, 2 takes", TWO, 2, 2, 0),
				bound("P1, Q1; 3 epochs, 1 take", TWO, 3, 1, 0));
	}

	static List<Bound> large() {
		return List.of(bound("P1, Q1; 2 epochs, 1 take, 1 change of controller", TWO, 2, 1, 1),
				bound("P1, Q1; 3 epochs, 2 takes", TWO, 3, 2, 0),
				bound("P1, Q1; 3 epochs, 2 takes, 1 change of controller", TWO, 3, 2, 1),
				bound("P1, P2, Q1; 3 epochs, 2 takes", ALL, 3, 2, 0),
				bound("P1, P2, Q1; 2 epochs, 1 take, 1 change of controller", ALL, 2, 1, 1));
	}

	static List<Bound> faults() {
		return Stream
			.of(Rule.DOCUMENTS_NOT_COMPARED, Rule.OWN_NOT_COMPARED, Rule.EPOCH_NOT_RESERVED, Rule.SENT_BEFORE_DROP)
			.map((fault) -> new Bound("without: " + fault, TWO, 3, 2, 0, EnumSet.of(Rule.HEIRS, fault)))
			.toList();
	}

	/**
	 * Compares that one shard does not need. The heir's document has other shards as
	 * well, which a late write must not take back; reads may be stale; and nothing of a
	 * session that is over is to be applied.
	 */
	static List<Bound> redundant() {
		return Stream.of(Rule.HEIRS_NOT_COMPARED, Rule.SESSION_NOT_COMPARED, Rule.REGISTRATION_NOT_COMPARED)
			.map((rule) -> new Bound("without: " + rule, TWO, 2, 2, 0, EnumSet.of(Rule.HEIRS, rule)))
			.toList();
	}

	private static Bound bound(String name, Set<Integer> processes, int epochs, int takes, int losses) {
		return new Bound(name, processes, epochs, takes, losses, EnumSet.of(Rule.HEIRS));
	}

	public static void main(String[] args) {
		String what = (args.length > 0) ? args[0] : "small";
		boolean right = switch (what) {
			case "small" -> holds(small(), true) & holds(redundant(), true);
			case "large" -> holds(large(), false);
			case "faults" -> faultsAreSeen();
			default -> throw new IllegalArgumentException("'" + what + "' must be small, large or faults");
		};
		System.exit(right ? 0 : 1);
	}

	private static boolean holds(List<Bound> bounds, boolean live) {
		boolean all = true;
		for (Bound bound : bounds) {
			Exploration exploration = new Exploration(bound, live ? SHORT_LIMIT : LIMIT);
			Exploration.Result result = live ? exploration.shortest() : exploration.all();
			all &= result.violation() == null && result.complete() && result.stuck() <= 0;
			print(result.violation() == null ? "HOLDS " : "BROKEN", bound, result);
		}
		return all;
	}

	private static boolean faultsAreSeen() {
		boolean all = true;
		for (Bound bound : faults()) {
			Exploration.Result result = new Exploration(bound, SHORT_LIMIT).shortest();
			all &= result.violation() != null;
			print(result.violation() != null ? "SEEN  " : "MISSED", bound, result);
		}
		return all;
	}

	private static void print(String verdict, Bound bound, Exploration.Result result) {
		System.out.printf(Locale.ROOT, "%s %s: %,d states, %,d transitions%s%s%n", verdict, bound.name(),
				result.states(), result.transitions(),
				result.complete() || result.violation() != null ? "" : ", NOT ALL",
				(result.stuck() >= 0) ? ", " + result.stuck() + " stuck" : "");
		result.history().forEach((line) -> System.out.println("    " + line));
		if (result.violation() != null) {
			System.out.println("    " + result.violation());
		}
	}

}
