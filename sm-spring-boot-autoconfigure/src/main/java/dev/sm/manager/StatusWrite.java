package dev.sm.manager;

import java.util.HashMap;
import java.util.List;
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
 * One transaction in which a participant says what it has made of its assignment: its
 * status, what it leaves for the next owners, and, where an heir was named for what it
 * has dropped, that the heir now owns it. The heir's document is written only if the
 * order to drop still stands, and nothing has changed for the heir; otherwise nothing of
 * it is applied, and the controller gives the shard when it sees that it was dropped.
 */
final class StatusWrite {

	/** Document and registration compared. */
	private static final int PER_HEIR = 2;

	private final ServiceState state;

	private final Rules rules;

	private final String participant;

	private final StatusDocument status;

	private final Map<String, StateDocument> states;

	private final List<String> spent;

	private final Set<String> passedOn = new TreeSet<>();

	private final Map<String, Draft> heirs = new TreeMap<>();

	private final @Nullable Versioned<AssignmentDocument> order;

	private final Draft own;

	private final StatusText text;

	/**
	 * Starts a write.
	 * @param order the document that the status reflects, if there is one and it speaks
	 * to this session
	 */
	StatusWrite(ServiceState state, Rules rules, String participant, String incarnation, Slots slots, long docRevision,
			@Nullable Versioned<AssignmentDocument> order) {
		this.state = state;
		this.rules = rules;
		this.participant = participant;
		this.order = order;
		this.own = state.draft(participant);
		this.states = slots.legacies().next();
		this.spent = slots.legacies().spent(slots);
		this.status = slots.status(incarnation, docRevision, this.states.keySet());
		this.text = new StatusText(state, rules, participant, this.status);
	}

	private StatusWrite(StatusWrite begun) {
		this.state = begun.state;
		this.rules = begun.rules;
		this.participant = begun.participant;
		this.status = begun.status;
		this.order = null;
		this.own = begun.own;
		this.states = Map.of();
		this.spent = List.of();
		this.text = new StatusText(this.state, this.rules, this.participant, this.status);
	}

	/** What is left to be written of the same status, once this was. */
	@Nullable StatusWrite rest() {
		return this.text.isComplete() ? null : new StatusWrite(this);
	}

	/**
	 * Passes on what was dropped and has an heir.
	 * @param declined shards for which that was refused too often
	 */
	void passOn(Set<String> declined) {
		if (this.order == null || this.order.revision() != this.own.revision() || !this.text.isComplete()) {
			return;
		}
		Map<String, Draft> known = new HashMap<>();
		for (Map.Entry<String, Item> entry : this.order.value().entries().entrySet()) {
			String shard = entry.getKey();
			Item item = entry.getValue();
			Heir heir = item.heir();
			if (item.mark() != Mark.DROP || heir == null || declined.contains(shard)
					|| !this.rules.passesOn(shard, this.status) || !takes(heir)) {
				continue;
			}
			Draft draft = known.computeIfAbsent(heir.participant(), this.state::draft);
			if (draft.hasRoomFor(shard, heir.incarnation()) && fits(shard, draft)) {
				this.heirs.put(heir.participant(), draft);
				draft.address(heir.incarnation());
				draft.put(shard,
						new Item(Mark.OWN, heir.epoch(), null, this.states.containsKey(shard) ? item.epoch() : 0));
				this.own.remove(shard);
				this.passedOn.add(shard);
			}
		}
	}

	private boolean fits(String shard, Draft heir) {
		int size = this.text.size() + this.states.size() + this.spent.size() + 1 + this.own.putsWith(shard) + PER_HEIR
				+ heir.putsWith(shard);
		long bytes = this.text.bytes() + this.own.bytesWith(shard) + heir.bytesWith(shard)
				+ this.states.values().stream().mapToLong((left) -> StateDocument.bytes(left.state())).sum();
		for (Draft other : this.heirs.values()) {
			size += (other != heir) ? PER_HEIR + other.puts() : 0;
			bytes += (other != heir) ? other.bytes() : 0;
		}
		return size <= Transaction.MAX_SIZE && bytes + (long) size * Keys.MAX_KEY_BYTES <= Transaction.MAX_BYTES;
	}

	/** Whether the heir is still there, as far as is known, and can be written to. */
	private boolean takes(Heir heir) {
		Versioned<AssignmentDocument> document = this.state.assignments().get(heir.participant());
		return !heir.participant().equals(this.participant)
				&& heir.incarnation().equals(this.state.incarnation(heir.participant()))
				&& (document == null || document.value().readable());
	}

	StatusDocument status() {
		return this.status;
	}

	Map<String, StateDocument> states() {
		return this.states;
	}

	/** The shards whose state is not needed any longer. */
	List<String> spent() {
		return this.spent;
	}

	/** The shards that are given to heirs. */
	Set<String> passedOn() {
		return this.passedOn;
	}

	/** Whether there is more to write than the status. */
	boolean hasMore() {
		return !this.states.isEmpty() || !this.spent.isEmpty() || !this.passedOn.isEmpty();
	}

	Transaction build() {
		ServiceKeys keys = this.state.keys();
		Transaction.Builder transaction = Transaction.builder();
		this.text.write(transaction);
		this.states.forEach((shard, left) -> transaction.put(keys.state(shard), left.encode()));
		this.spent.forEach((shard) -> transaction.delete(keys.state(shard)));
		if (!this.passedOn.isEmpty()) {
			this.rules.compareOrder(transaction, keys.assignment(this.participant), this.own.revision());
			this.own.write(transaction, keys.assignment(this.participant));
		}
		this.heirs.forEach((heir, draft) -> {
			this.rules.compareDocument(transaction, keys.assignment(heir), draft.revision());
			this.rules.compareRegistration(transaction, keys.participant(heir), this.state.registrationRevision(heir));
			draft.write(transaction, keys.assignment(heir));
		});
		return transaction.build();
	}

}
