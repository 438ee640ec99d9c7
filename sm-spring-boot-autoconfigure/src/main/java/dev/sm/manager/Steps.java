package dev.sm.manager;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.manager.AssignmentDocument.Item;
import dev.sm.manager.AssignmentDocument.Mark;
import dev.sm.shard.Plan;
import org.jspecify.annotations.Nullable;

/**
 * The way from what is to what a plan wants, one step a shard at a time: prepare at the
 * new owner, take from the old one, and give only when nobody can hold it any longer.
 */
final class Steps {

	private final ServiceState state;

	private final Rules rules;

	private final long prepareBound;

	private final int maxMoves;

	/** The shards that are not where they should be. */
	private final Set<String> pending = new LinkedHashSet<>();

	/** Those of them whose way has begun. */
	private final Set<String> underWay = new LinkedHashSet<>();

	private final ChangedEntries changed;

	private final Map<String, Long> preparedSince = new HashMap<>();

	private final Map<String, String> refused = new TreeMap<>();

	private final Successions successions;

	private Map<String, String> targets = Map.of();

	private Standbys standbys;

	private int moving;

	Steps(ServiceState state, Rules rules, long prepareBound, int maxMoves) {
		this.state = state;
		this.rules = rules;
		this.changed = new ChangedEntries(state);
		this.prepareBound = prepareBound;
		this.maxMoves = maxMoves;
		this.successions = new Successions(state);
		this.standbys = new Standbys(state, Map.of());
	}

	/** Forgets everything, because somebody else may be controller by now. */
	void reset() {
		this.pending.clear();
		this.underWay.clear();
		this.changed.reset();
		this.preparedSince.clear();
		this.successions.reset();
		this.targets = Map.of();
	}

	/**
	 * Takes a new plan.
	 * @param plan the plan
	 * @param awaited participants that are gone, but may come back: their shards stay
	 */
	void follow(Plan plan, Set<String> awaited) {
		this.targets = plan.targets();
		this.standbys = new Standbys(this.state, plan.standbys());
		this.pending.clear();
		this.underWay.clear();
		this.changed.next();
		plan.moves().forEach((move) -> consider(move.shardId(), awaited));
		this.targets.keySet().forEach((shard) -> consider(shard, awaited));
		this.state.index().shards().forEach((shard) -> consider(shard, awaited));
		this.preparedSince.keySet().retainAll(this.pending);
	}

	/**
	 * Takes how documents have changed.
	 * @param awaited participants that are gone, but may come back: their shards stay
	 */
	void catchUp(Set<String> awaited) {
		for (String shard : this.changed.next()) {
			consider(shard, awaited);
			if (!this.pending.contains(shard)) {
				this.preparedSince.remove(shard);
			}
		}
	}

	private void consider(String shard, Set<String> awaited) {
		String target = this.targets.get(shard);
		boolean waits = target != null && awaited.contains(target) && this.state.incarnation(target) == null;
		if (!this.state.frozen().contains(shard) && !waits && !settled(shard)) {
			this.pending.add(shard);
			if (hasBegun(shard)) {
				this.underWay.add(shard);
			}
			else {
				this.underWay.remove(shard);
			}
		}
		else {
			this.pending.remove(shard);
			this.underWay.remove(shard);
		}
	}

	private boolean hasBegun(String shard) {
		for (String participant : this.state.index().participants(shard)) {
			Item item = this.state.item(participant, shard);
			if (item != null && (item.mark() == Mark.DROP || item.mark() == Mark.PREPARE)) {
				return true;
			}
		}
		return false;
	}

	private boolean settled(String shard) {
		String target = this.targets.get(shard);
		if (target == null) {
			return this.state.index().participants(shard).isEmpty();
		}
		Versioned<AssignmentDocument> document = this.state.assignments().get(target);
		Item item = this.state.item(target, shard);
		return this.standbys.settled(shard, target) && document != null && item != null && item.mark() == Mark.OWN
				&& document.value().incarnation().equals(this.state.incarnation(target));
	}

	/**
	 * Adds all steps that can be taken now.
	 * @param change takes them
	 * @param now the time
	 */
	void take(Change change, long now) {
		this.refused.clear();
		this.successions.look(this.underWay, now);
		this.moving = (int) this.underWay.stream().filter(this::isMoving).count();
		for (String shard : this.pending) {
			step(shard, change, now);
		}
	}

	private boolean isMoving(String shard) {
		boolean held = false;
		boolean begun = false;
		for (String participant : this.state.index().participants(shard)) {
			Item item = this.state.item(participant, shard);
			held |= item != null && item.owns() && !released(participant, shard);
			begun |= item != null
					&& (item.mark() == Mark.DROP || item.mark() == Mark.PREPARE && isAddressed(participant));
		}
		return held && begun;
	}

	private void step(String shard, Change change, long now) {
		Set<String> in = this.state.index().participants(shard);
		Set<String> idle = new HashSet<>();
		String owner = null;
		boolean waiting = blockedByUnreadable(shard, in);
		String target = this.targets.get(shard);
		for (String participant : in) {
			Item item = this.state.item(participant, shard);
			if (this.standbys.stays(shard, participant)) {
				continue;
			}
			if (item == null || !item.owns() || released(participant, shard)) {
				idle.add(participant);
			}
			else if (item.mark() == Mark.OWN) {
				owner = participant;
			}
			else {
				waiting = true;
				reconsider(shard, participant, item.heir(), target, change);
			}
		}
		if (owner == null && !waiting) {
			settle(shard, target, in, change);
		}
		else if (owner != null) {
			if (target != null && !owner.equals(target)) {
				idle.remove(target);
			}
			if (!idle.isEmpty() && this.successions.leaves(idle)) {
				change.forget(shard, idle, owner);
			}
			if (!owner.equals(target) && this.successions.leaves(owner, target)) {
				move(shard, owner, target, change, now);
			}
			else if (owner.equals(target)) {
				this.standbys.add(shard, owner, change, this::writable);
			}
		}
	}

	/** An heir that is not to have the shard any longer gets it from nobody else. */
	private void reconsider(String shard, String owner, @Nullable Heir heir, @Nullable String target, Change change) {
		if (heir != null && !(heir.participant().equals(target)
				&& heir.incarnation().equals(this.state.incarnation(heir.participant())))) {
			change.take(shard, owner);
		}
	}

	private void settle(String shard, @Nullable String target, Set<String> in, Change change) {
		String incarnation = (target != null) ? this.state.incarnation(target) : null;
		if (target == null) {
			change.forget(shard, new HashSet<>(in), null);
		}
		else if (incarnation != null && fits(shard, target, incarnation, change)) {
			change.give(shard, target, incarnation);
		}
	}

	private void move(String shard, String owner, @Nullable String target, Change change, long now) {
		String incarnation = (target != null) ? this.state.incarnation(target) : null;
		if (target == null) {
			change.take(shard, owner);
		}
		else if (incarnation != null && fits(shard, target, incarnation, change)) {
			Item item = this.state.item(target, shard);
			boolean begun = item != null && item.prepares() && incarnation.equals(addressee(target));
			boolean counted = begun && item != null && item.mark() == Mark.PREPARE;
			boolean room = counted || this.moving < this.rules.budget(this.maxMoves);
			if (begun && room) {
				long since = this.preparedSince.computeIfAbsent(shard, (any) -> now);
				if ((isPrepared(shard, target, incarnation) || now - since - this.prepareBound >= 0
						|| !this.rules.waitsForPrepare()) && change.take(shard, owner, target, incarnation)) {
					this.preparedSince.remove(shard);
					this.moving += counted ? 0 : 1;
				}
			}
			else if (!begun) {
				this.preparedSince.remove(shard);
				this.moving += (room && change.prepare(shard, target, incarnation)) ? 1 : 0;
			}
		}
	}

	private boolean fits(String shard, String target, String incarnation, Change change) {
		if (!writable(target)) {
			this.refused.put(shard, "the assignment document of participant '" + target + "' cannot be read");
			return false;
		}
		if (change.hasRoomFor(shard, target, incarnation)) {
			return true;
		}
		this.refused.put(shard, "the assignment document of participant '" + target
				+ "' is full, and its version does not read larger ones");
		return false;
	}

	private boolean isPrepared(String shard, String target, String incarnation) {
		Versioned<StatusDocument> status = this.state.statuses().get(target);
		return status != null && status.value().incarnation().equals(incarnation)
				&& status.value().prepared().contains(shard);
	}

	/** Whether a participant's document speaks to the session that is registered. */
	private boolean isAddressed(String participant) {
		String addressee = addressee(participant);
		return addressee != null && addressee.equals(this.state.incarnation(participant));
	}

	private @Nullable String addressee(String participant) {
		Versioned<AssignmentDocument> document = this.state.assignments().get(participant);
		return (document != null) ? document.value().incarnation() : null;
	}

	private boolean released(String participant, String shard) {
		Versioned<AssignmentDocument> document = this.state.assignments().get(participant);
		if (document == null) {
			return true;
		}
		String registered = this.state.incarnation(participant);
		if (this.rules.gone(document.value(), registered)) {
			return true;
		}
		Versioned<StatusDocument> status = this.state.statuses().get(participant);
		return status != null && this.rules.dropped(shard, document, registered, status.value());
	}

	/** What cannot be read is replaced only when its participant holds nothing by it. */
	private boolean writable(String participant) {
		Versioned<AssignmentDocument> document = this.state.assignments().get(participant);
		if (document == null || document.value().readable()) {
			return true;
		}
		Versioned<StatusDocument> status = this.state.statuses().get(participant);
		return status != null && status.value().held().isEmpty()
				&& status.value().incarnation().equals(this.state.incarnation(participant))
				&& this.rules.reflects(status.value(), document);
	}

	/**
	 * A document that cannot be read may have given any shard to its participant, unless
	 * another document has given it.
	 */
	private boolean blockedByUnreadable(String shard, Set<String> in) {
		for (String participant : in) {
			Item item = this.state.item(participant, shard);
			if (item != null && item.owns()) {
				return false;
			}
		}
		for (Map.Entry<String, Versioned<AssignmentDocument>> entry : this.state.assignments().entrySet()) {
			if (!entry.getValue().value().readable() && this.state.incarnation(entry.getKey()) != null
					&& !released(entry.getKey(), shard)) {
				return true;
			}
		}
		return false;
	}

	/** Why shards cannot go where they should. */
	Map<String, String> refused() {
		return this.refused;
	}

	void wake(WakeUp wakeUp, long now) {
		this.successions.wake(wakeUp);
		for (long since : this.preparedSince.values()) {
			if (now - since - this.prepareBound < 0) {
				wakeUp.at(since + this.prepareBound);
			}
		}
	}

}
