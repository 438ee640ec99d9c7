package dev.sm.manager;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.coordination.Keys;
import dev.sm.coordination.Transaction;
import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the controller while it is put together: as many gives, takes and
 * preparations as fit. It compares everything that the decisions were read from, so that
 * stale reads cost a refused transaction and never two owners.
 */
final class Change {

	/** Term, epoch compared and written. */
	private static final int FIXED = 3;

	/** Document and registration compared. */
	private static final int PER_DOCUMENT = 2;

	/** Document compared. */
	private static final int PER_READ = 1;

	/** Move compared and removed. */
	private static final int PER_MOVE = 2;

	private final ServiceState state;

	private final Rules rules;

	private final long term;

	private final long firstEpoch;

	private final Map<String, Draft> drafts = new TreeMap<>();

	private final Map<String, Draft> unchanged = new TreeMap<>();

	/** Whose documents must be as they were read, whether they are written or not. */
	private final Set<String> read = new TreeSet<>();

	private final Set<String> moves = new TreeSet<>();

	private long epoch;

	/**
	 * Starts a change.
	 * @param term the revision of the controller key while this instance is controller
	 * @param lastEpoch the last epoch that was handed out
	 */
	Change(ServiceState state, Rules rules, long term, long lastEpoch) {
		this.state = state;
		this.rules = rules;
		this.term = term;
		this.firstEpoch = lastEpoch;
		this.epoch = lastEpoch;
	}

	/**
	 * Gives a shard to a registered participant, and takes all other entries away.
	 * @return whether it fitted
	 */
	boolean give(String shard, String participant, String incarnation) {
		Set<String> touched = new HashSet<>();
		for (String other : this.state.index().participants(shard)) {
			Item item = this.state.item(other, shard);
			if (item == null || item.mark() != Mark.STANDBY) {
				touched.add(other);
			}
		}
		touched.add(participant);
		Versioned<String> move = this.state.moves().get(shard);
		boolean unwished = move != null && !move.value().equals(participant);
		if (!fits(shard, touched, null, unwished ? 1 : 0)) {
			return false;
		}
		long state = stateEpoch(shard);
		touched.forEach((other) -> draft(other).remove(shard));
		Draft target = draft(participant);
		target.address(incarnation);
		target.put(shard, new Item(Mark.OWN, ++this.epoch, null, state));
		if (unwished) {
			this.moves.add(shard);
		}
		return true;
	}

	/** Lets a participant prepare a shard. */
	boolean prepare(String shard, String participant, String incarnation) {
		return put(shard, participant, incarnation, new Item(Mark.PREPARE, 0));
	}

	/** Lets a participant keep a copy of a shard. */
	boolean standBy(String shard, String participant, String incarnation) {
		return put(shard, participant, incarnation, new Item(Mark.STANDBY, 0));
	}

	private boolean put(String shard, String participant, String incarnation, Item item) {
		if (!fits(shard, Set.of(participant), null, 0)) {
			return false;
		}
		Draft target = draft(participant);
		target.address(incarnation);
		target.put(shard, item);
		return true;
	}

	/** The epoch of the last owner, if that has left a state for the next one. */
	private long stateEpoch(String shard) {
		Versioned<StateDocument> state = this.state.states().get(shard);
		for (String participant : this.state.index().participants(shard)) {
			Item item = this.state.item(participant, shard);
			if (state != null && item != null && item.owns()
					&& this.rules.handsOn(state.value().epoch(), item.epoch())) {
				return state.value().epoch();
			}
		}
		return 0;
	}

	/**
	 * Tells an owner to drop a shard and then to give it to another participant, which
	 * must still be preparing it. The entry stays until it has.
	 * @return whether it fitted
	 */
	boolean take(String shard, String participant, String heir, String incarnation) {
		Item item = this.state.item(participant, shard);
		if (item == null || !fits(shard, Set.of(participant), heir, 0)) {
			return false;
		}
		this.read.add(heir);
		Draft draft = draft(participant);
		Item taken = this.rules.taken(item, new Heir(heir, incarnation, this.rules.reserved(this.epoch + 1)));
		if (taken == null || !draft.hasRoomFor(shard, taken)) {
			draft.set(shard, this.rules.taken(item));
			return true;
		}
		this.epoch++;
		draft.put(shard, taken);
		return true;
	}

	/** Tells an owner to drop a shard; the entry stays until it has. */
	boolean take(String shard, String participant) {
		Item item = this.state.item(participant, shard);
		if (item == null || !fits(shard, Set.of(participant), null, 0)) {
			return false;
		}
		draft(participant).set(shard, this.rules.taken(item));
		return true;
	}

	/**
	 * Removes entries of a shard that give nobody any right.
	 * @param owner who owns it, and must not have been told to give it to one of those
	 * @return whether it fitted
	 */
	boolean forget(String shard, Set<String> participants, @Nullable String owner) {
		if (!fits(shard, participants, owner, 0)) {
			return false;
		}
		if (owner != null) {
			this.read.add(owner);
		}
		participants.forEach((participant) -> draft(participant).remove(shard));
		return true;
	}

	boolean hasRoomFor(String shard, String participant, String incarnation) {
		return known(participant).hasRoomFor(shard, incarnation);
	}

	/** Whether documents can be changed in what they say of a shard. */
	private boolean fits(String shard, Set<String> touched, @Nullable String read, int moves) {
		long size = FIXED + (long) PER_MOVE * (this.moves.size() + moves);
		size += PER_READ * (this.read.size() + ((read != null && !this.read.contains(read)) ? 1L : 0L));
		long bytes = 0;
		for (String participant : touched) {
			Draft draft = known(participant);
			size += PER_DOCUMENT + draft.putsWith(shard);
			bytes += draft.bytesWith(shard);
		}
		for (Map.Entry<String, Draft> entry : this.drafts.entrySet()) {
			if (!touched.contains(entry.getKey())) {
				size += PER_DOCUMENT + entry.getValue().puts();
				bytes += entry.getValue().bytes();
			}
		}
		return size <= Transaction.MAX_SIZE && bytes + size * Keys.MAX_KEY_BYTES <= Transaction.MAX_BYTES;
	}

	/** A draft to look at, which is written only if it is changed. */
	private Draft known(String participant) {
		Draft draft = this.drafts.get(participant);
		return (draft != null) ? draft : this.unchanged.computeIfAbsent(participant, this.state::draft);
	}

	private Draft draft(String participant) {
		return this.drafts.computeIfAbsent(participant, this.state::draft);
	}

	@Nullable Transaction build() {
		if (this.drafts.values().stream().noneMatch(Draft::changed)) {
			return null;
		}
		ServiceKeys keys = this.state.keys();
		Transaction.Builder transaction = Transaction.builder();
		this.rules.compareTerm(transaction, keys.controller(), this.term);
		if (this.epoch > this.firstEpoch) {
			this.rules.compareEpoch(transaction, keys.epoch(), this.state.epochRevision());
			transaction.put(keys.epoch(), Documents.epoch(this.epoch));
		}
		this.drafts.forEach((participant, draft) -> write(transaction, participant, draft));
		this.read.forEach((participant) -> compare(transaction, participant));
		for (String shard : this.moves) {
			Versioned<String> move = this.state.moves().get(shard);
			if (move != null) {
				transaction.ifUnchanged(keys.move(shard), move.revision()).delete(keys.move(shard));
			}
		}
		return transaction.build();
	}

	private void compare(Transaction.Builder transaction, String participant) {
		Draft draft = known(participant);
		if (!draft.changed()) {
			this.rules.compareRead(transaction, this.state.keys().assignment(participant), draft.revision());
		}
	}

	private void write(Transaction.Builder transaction, String participant, Draft draft) {
		if (!draft.changed()) {
			return;
		}
		ServiceKeys keys = this.state.keys();
		this.rules.compareDocument(transaction, keys.assignment(participant), draft.revision());
		this.rules.compareRegistration(transaction, keys.participant(participant),
				this.state.registrationRevision(participant));
		if (draft.isEmpty() && this.state.incarnation(participant) == null) {
			transaction.delete(keys.assignment(participant));
		}
		else {
			draft.write(transaction, keys.assignment(participant));
		}
	}

}
