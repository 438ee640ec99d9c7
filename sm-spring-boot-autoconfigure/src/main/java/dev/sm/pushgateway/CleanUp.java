package dev.sm.pushgateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What is to be removed, and from where, so that each group is at one gateway with its
 * latest values. Pure.
 * <p>
 * Of several copies the one that was pushed last stays. A copy is never removed from the
 * gateway that takes pushes of its group at present: a push may be on its way there. A
 * copy that is the only one stays where it is until its group is pushed again.
 *
 * @param removals what to remove
 * @param duplicates how many groups are at several gateways
 * @param misplaced how many groups have their latest copy where they are not pushed now
 */
record CleanUp(List<Removal> removals, int duplicates, int misplaced) {

	CleanUp {
		removals = List.copyOf(removals);
	}

	/**
	 * Looks at all copies.
	 * @param copies what each gateway has
	 * @param owner the gateway that takes the pushes of a group, or {@code null}
	 * @return what to do
	 */
	static CleanUp of(Map<String, List<GroupCopy>> copies, Function<GroupKey, @Nullable String> owner) {
		Map<GroupKey, Map<String, GroupCopy>> byGroup = new LinkedHashMap<>();
		copies.forEach((node, groups) -> groups
			.forEach((copy) -> byGroup.computeIfAbsent(copy.key(), (key) -> new TreeMap<>()).put(node, copy)));
		List<Removal> removals = new ArrayList<>();
		int duplicates = 0;
		int misplaced = 0;
		for (Map.Entry<GroupKey, Map<String, GroupCopy>> group : byGroup.entrySet()) {
			String home = owner.apply(group.getKey());
			Map.Entry<String, GroupCopy> kept = latest(group.getValue());
			String latest = kept.getKey();
			duplicates += (group.getValue().size() > 1) ? 1 : 0;
			misplaced += latest.equals(home) ? 0 : 1;
			group.getValue().forEach((node, copy) -> {
				if (!node.equals(latest) && !node.equals(home)) {
					removals.add(removal(node, copy, latest, kept.getValue()));
				}
			});
		}
		return new CleanUp(removals, duplicates, misplaced);
	}

	private static Map.Entry<String, GroupCopy> latest(Map<String, GroupCopy> copies) {
		return copies.entrySet()
			.stream()
			.max(Comparator.comparingDouble((entry) -> entry.getValue().pushedAt()))
			.orElseThrow();
	}

	/** Metrics that were pushed by POST before, and not since, go along. */
	private static Removal removal(String node, GroupCopy copy, String latest, GroupCopy kept) {
		Set<String> missing = new TreeSet<>(copy.families().keySet());
		missing.removeAll(kept.families().keySet());
		StringBuilder text = new StringBuilder();
		missing.forEach((name) -> text.append(copy.families().get(name)));
		return new Removal(node, copy.key(), latest, text.toString());
	}

	/**
	 * A copy to remove.
	 *
	 * @param node where it is
	 * @param key its labels
	 * @param latest where the latest copy is
	 * @param carried metrics in text form that only this copy has, to be pushed there
	 * before, or {@code ""}
	 */
	record Removal(String node, GroupKey key, String latest, String carried) {

	}

}
