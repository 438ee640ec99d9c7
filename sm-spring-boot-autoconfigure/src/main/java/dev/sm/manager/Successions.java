package dev.sm.manager;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which documents are about to be written by owners that pass shards on to heirs. The
 * controller leaves them alone for a moment, so that these writes are not refused.
 */
final class Successions {

	private static final long MOMENT = Duration.ofMillis(50).toNanos();

	private final ServiceState state;

	private final Map<String, Long> since = new HashMap<>();

	private final Set<String> busy = new HashSet<>();

	Successions(ServiceState state) {
		this.state = state;
	}

	void reset() {
		this.since.clear();
		this.busy.clear();
	}

	/**
	 * Looks what is under way.
	 * @param shards the shards that are not where they should be
	 * @param now the time
	 */
	void look(Collection<String> shards, long now) {
		this.busy.clear();
		Set<String> underWay = new HashSet<>();
		for (String shard : shards) {
			for (String participant : this.state.index().participants(shard)) {
				AssignmentDocument.Item item = this.state.item(participant, shard);
				Heir heir = (item != null) ? item.heir() : null;
				if (heir != null) {
					underWay.add(shard);
					if (now - this.since.computeIfAbsent(shard, (any) -> now) - MOMENT < 0) {
						this.busy.add(participant);
						this.busy.add(heir.participant());
					}
				}
			}
		}
		this.since.keySet().retainAll(underWay);
	}

	/** Whether documents can be written without getting in the way. */
	boolean leaves(Collection<String> participants) {
		return participants.stream().noneMatch(this.busy::contains);
	}

	boolean leaves(String owner, @Nullable String target) {
		return !this.busy.contains(owner) && !this.busy.contains(target);
	}

	void wake(WakeUp wakeUp) {
		this.since.values().forEach((from) -> wakeUp.at(from + MOMENT));
	}

}
