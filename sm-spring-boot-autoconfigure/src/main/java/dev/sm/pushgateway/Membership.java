package dev.sm.pushgateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which gateways take groups, by what discovery says and how they answer.
 * Passive; not thread-safe.
 */
final class Membership {

	/** So many unanswered probes in a row count as dead. */
	private static final int PATIENCE = 2;

	/** And after so many, one that has left is looked after no longer. */
	private static final int FAREWELL = 60;

	private final Map<String, Integer> failures = new HashMap<>();

	/**
	 * Takes the answers to one round of probes.
	 * @param answers whether each gateway that was asked has answered well
	 */
	void probed(Map<String, Boolean> answers) {
		this.failures.keySet().retainAll(answers.keySet());
		answers
			.forEach((node, well) -> this.failures.merge(node, well ? 0 : 1, (before, now) -> well ? 0 : before + 1));
	}

	boolean isAlive(String node) {
		return this.failures.getOrDefault(node, PATIENCE) < PATIENCE;
	}

	/** Whether it answered the last probe. */
	boolean answers(String node) {
		return this.failures.getOrDefault(node, 1) == 0;
	}

	/**
	 * The ring that ought to be.
	 * @param ring the ring that is
	 * @param candidates the gateways that discovery tells of, with their weights
	 * @param clean those that hold no older copy of anything
	 * @return the ring
	 */
	Ring next(Ring ring, Map<String, Integer> candidates, Set<String> clean) {
		Map<String, Integer> members = new TreeMap<>();
		candidates.forEach((node, weight) -> {
			boolean stays = ring.members().containsKey(node) && isAlive(node);
			if (stays || (answers(node) && clean.contains(node))) {
				members.put(node, weight);
			}
		});
		if (members.isEmpty()) {
			// nobody to take over: whatever is left of them may come back
			return ring;
		}
		Set<String> leaving = new TreeSet<>(ring.leaving());
		leaving.addAll(ring.members().keySet());
		leaving.removeAll(members.keySet());
		leaving.removeIf((node) -> this.failures.getOrDefault(node, 0) > FAREWELL);
		return Ring.of(members, leaving);
	}

}
