package dev.sm.manager;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import dev.sm.shard.Participant;
import dev.sm.shard.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Who owns each shard now, or is about to: what was begun is not begun again. Looks only
 * at what has changed since it was asked last, and tells the planner in its own terms how
 * that differs from what it planned, so that the cost does not grow with the number of
 * shards.
 */
final class KnownOwners {

	private final ServiceState state;

	private final ChangedEntries changed;

	private final Map<String, String> owners = new HashMap<>();

	private final Map<String, Long> movedAt = new HashMap<>();

	private Set<String> takers = Set.of();

	private @Nullable Plan plan;

	private final Set<String> differing = new HashSet<>();

	KnownOwners(ServiceState state) {
		this.state = state;
		this.changed = new ChangedEntries(state);
	}

	/**
	 * Looks who owns what.
	 * @param participants who is there
	 * @param now the time
	 */
	void look(Map<String, Participant> participants, long now) {
		Set<String> touched = this.changed.next();
		touchPrepared(touched, participants);
		touched.forEach((shard) -> update(shard, participants, now));
	}

	/** What was begun counts only while the one who prepares is there. */
	private void touchPrepared(Set<String> touched, Map<String, Participant> participants) {
		Set<String> taking = new HashSet<>();
		participants.forEach((id, participant) -> {
			if (!participant.draining() && this.state.incarnation(id) != null) {
				taking.add(id);
			}
		});
		Set<String> changed = new HashSet<>(taking);
		changed.addAll(this.takers);
		changed.removeIf((id) -> taking.contains(id) && this.takers.contains(id));
		changed.forEach((id) -> {
			Versioned<AssignmentDocument> document = this.state.assignments().get(id);
			if (document != null) {
				document.value().entries().forEach((shard, item) -> {
					if (item.mark() == Mark.PREPARE) {
						touched.add(shard);
					}
				});
			}
		});
		this.takers = taking;
	}

	private void update(String shard, Map<String, Participant> participants, long now) {
		String owner = owner(shard);
		String before = (owner != null) ? this.owners.put(shard, owner) : this.owners.remove(shard);
		if (Objects.equals(before, owner)) {
			return;
		}
		if (this.plan != null) {
			this.differing.add(shard);
		}
		if (before != null && owner != null && participants.containsKey(before)) {
			this.movedAt.put(shard, now);
		}
	}

	private @Nullable String owner(String shard) {
		String owner = null;
		String next = null;
		for (String participant : this.state.index().participants(shard)) {
			Item item = this.state.item(participant, shard);
			if (item != null && item.mark() == Mark.PREPARE && this.takers.contains(participant)) {
				next = participant;
			}
			else if (owner == null && item != null && item.owns()) {
				owner = participant;
			}
		}
		return (next != null) ? next : owner;
	}

	/**
	 * The owners for a request.
	 * @return by shard
	 */
	Map<String, String> owners() {
		return (this.plan != null) ? this.plan.targetsBut(this.differing, this.owners) : this.owners;
	}

	/**
	 * Which shards have moved of late.
	 * @param coolDown how long ago that may be
	 * @param now the time
	 * @return the shards
	 */
	Set<String> resting(long coolDown, long now) {
		this.movedAt.values().removeIf((at) -> now - at - coolDown >= 0);
		return this.movedAt.keySet();
	}

	/**
	 * Takes what was planned by these owners.
	 * @param planned the plan, or {@code null} to start anew
	 */
	void planned(@Nullable Plan planned) {
		this.plan = planned;
		this.differing.clear();
		if (planned != null) {
			planned.moves().forEach((move) -> this.differing.add(move.shardId()));
			this.differing.addAll(planned.unplaced().keySet());
		}
	}

}
