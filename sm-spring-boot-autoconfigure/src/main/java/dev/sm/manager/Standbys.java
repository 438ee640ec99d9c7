package dev.sm.manager;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import org.jspecify.annotations.Nullable;

/**
 * Which participants should keep copies of shards, and which do.
 */
final class Standbys {

	private final ServiceState state;

	private final Map<String, List<String>> wanted;

	Standbys(ServiceState state, Map<String, List<String>> wanted) {
		this.state = state;
		this.wanted = wanted;
	}

	/**
	 * Whether nobody has a copy who should not, and everybody who is there and should.
	 */
	boolean settled(String shard, String owner) {
		Set<String> in = this.state.index().participants(shard);
		int there = 0;
		for (String participant : in) {
			if (!participant.equals(owner)) {
				if (!stays(shard, participant)) {
					return false;
				}
				there++;
			}
		}
		int missing = 0;
		for (String standby : this.wanted.getOrDefault(shard, List.of())) {
			missing += (!standby.equals(owner) && this.state.incarnation(standby) != null) ? 1 : 0;
		}
		return there == missing;
	}

	/** Whether a participant keeps a copy and should go on. */
	boolean stays(String shard, String participant) {
		return isStandby(this.state, shard, participant)
				&& this.wanted.getOrDefault(shard, List.of()).contains(participant);
	}

	/**
	 * Makes those standbys that are missing.
	 * @param writable tells of a participant whether its document may be replaced: what
	 * cannot be read may say that it owns something
	 */
	void add(String shard, String owner, Change change, Predicate<String> writable) {
		for (String standby : this.wanted.getOrDefault(shard, List.of())) {
			String incarnation = this.state.incarnation(standby);
			Item item = this.state.item(standby, shard);
			boolean free = item == null || !item.owns();
			if (incarnation != null && free && !standby.equals(owner) && !stays(shard, standby)
					&& writable.test(standby) && change.hasRoomFor(shard, standby, incarnation)) {
				change.standBy(shard, standby, incarnation);
			}
		}
	}

	/** Whether the entry of a shard makes a live session of a participant a standby. */
	static boolean isStandby(ServiceState state, String shard, String participant) {
		Item item = state.item(participant, shard);
		Versioned<AssignmentDocument> document = state.assignments().get(participant);
		return item != null && item.mark() == Mark.STANDBY && document != null
				&& document.value().incarnation().equals(state.incarnation(participant));
	}

	/** Whether a participant has a copy that is ready to be read. */
	static boolean isReady(ServiceState state, String shard, String participant) {
		@Nullable Versioned<StatusDocument> status = state.statuses().get(participant);
		return isStandby(state, shard, participant) && status != null
				&& status.value().incarnation().equals(state.incarnation(participant))
				&& status.value().prepared().contains(shard);
	}

}
