package dev.sm.manager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

import dev.sm.manager.ServiceAction.Call;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * All shards on one participant, and the calls of their handlers.
 */
final class Slots {

	private final SlotSettings settings;

	private final Rules rules;

	private final Outbox out;

	private final BiFunction<String, Long, OwnedShard> shards;

	private final Map<String, Slot> slots = new TreeMap<>();

	private final Set<Slot> active = new LinkedHashSet<>();

	/** Those of which nothing is to be known before a handler returns, or is late. */
	private final Set<Slot> calling = new LinkedHashSet<>();

	/** When the first of them is late. */
	private OptionalLong late = OptionalLong.empty();

	private final Map<Long, Slot> invocations = new HashMap<>();

	private final Map<String, Quarantine> quarantines = new TreeMap<>();

	private final Map<String, Integer> strikes = new HashMap<>();

	/** The epochs at which shards were dropped that nobody had ordered to drop. */
	private final Map<String, Long> left = new HashMap<>();

	private final Legacies legacies;

	private long changes;

	private long urgentChanges;

	Slots(SlotSettings settings, Rules rules, ServiceState state, Outbox out,
			BiFunction<String, Long, OwnedShard> shards) {
		this.settings = settings;
		this.rules = rules;
		this.out = out;
		this.shards = shards;
		this.legacies = new Legacies(state, out);
	}

	/**
	 * Takes a document.
	 * @param entries its entries
	 */
	void wish(Map<String, AssignmentDocument.Item> entries) {
		urgent();
		Set<String> all = new TreeSet<>(this.slots.keySet());
		all.addAll(entries.keySet());
		for (String id : all) {
			Slot slot = this.slots.computeIfAbsent(id, (name) -> new Slot(name, this));
			if (slot.wish(entries.get(id))) {
				activate(slot);
			}
		}
		this.legacies.ordered(entries);
	}

	/** Drops everything; each shard is held until its handler has returned. */
	void dropAll() {
		Map<String, AssignmentDocument.Item> drops = new TreeMap<>();
		owned().forEach((shard) -> drops.put(shard.id(),
				new AssignmentDocument.Item(AssignmentDocument.Mark.DROP, shard.epoch())));
		wish(drops);
	}

	void done(ServiceEvent.InvocationDone done, long now) {
		Slot slot = this.invocations.remove(done.invocationId());
		if (slot != null) {
			this.changes++;
			slot.done(done.error(), done.state(), now);
			activate(slot);
		}
	}

	private void activate(Slot slot) {
		this.calling.remove(slot);
		this.active.add(slot);
	}

	void advance(long now) {
		boolean atWork = isAtWork();
		if (this.late.isPresent() && now - this.late.getAsLong() >= 0) {
			this.late = OptionalLong.empty();
			List.copyOf(this.calling).forEach(this::activate);
		}
		for (Slot slot : List.copyOf(this.active)) {
			slot.advance(now);
			if (slot.isSettled()) {
				this.active.remove(slot);
			}
			else if (slot.isCalling()) {
				call(slot, now);
			}
			if (slot.isIdle()) {
				this.slots.remove(slot.id());
			}
		}
		endQuarantines(now);
		if (atWork && !isAtWork()) {
			urgent();
		}
	}

	private boolean isAtWork() {
		return !this.active.isEmpty() || !this.calling.isEmpty();
	}

	private void call(Slot slot, long now) {
		this.active.remove(slot);
		if (this.calling.isEmpty()) {
			this.late = OptionalLong.empty();
		}
		this.calling.add(slot);
		WakeUp late = new WakeUp(now);
		this.late.ifPresent(late::at);
		slot.wake(late);
		this.late = late.get();
	}

	private void endQuarantines(long now) {
		Set<String> over = new TreeSet<>();
		this.quarantines.forEach((id, quarantine) -> {
			if (now - quarantine.until >= 0 && !isGivenUp(id)) {
				over.add(id);
			}
		});
		for (String id : over) {
			this.quarantines.remove(id);
			Slot slot = this.slots.get(id);
			if (slot != null && this.calling.contains(slot)) {
				activate(slot);
			}
			urgent();
		}
	}

	void wake(WakeUp wakeUp) {
		this.active.forEach((slot) -> slot.wake(wakeUp));
		this.late.ifPresent(wakeUp::at);
		this.quarantines.values().forEach((quarantine) -> wakeUp.at(quarantine.until));
	}

	/**
	 * Says what is held, prepared and quarantined.
	 * @param incarnation the session that says so
	 * @param docRevision the revision of the document that was last taken
	 * @param written the shards whose states are written with it: others that have left
	 * one are not said to be dropped before theirs is
	 * @return the status
	 */
	StatusDocument status(String incarnation, long docRevision, Set<String> written) {
		Map<String, StatusDocument.Held> held = new TreeMap<>();
		Set<String> prepared = new TreeSet<>();
		Map<String, String> quarantined = new TreeMap<>();
		this.slots.forEach((id, slot) -> {
			StatusDocument.Held line = slot.status();
			if (line != null) {
				held.put(id, line);
			}
			if (slot.isPrepared()) {
				prepared.add(id);
			}
		});
		this.legacies.all().forEach((id, left) -> {
			if (!written.contains(id)) {
				held.putIfAbsent(id,
						new StatusDocument.Held(StatusDocument.Stage.DROPPING, left.epoch(), ShardLoad.none()));
			}
		});
		this.quarantines.forEach((id, quarantine) -> quarantined.put(id, quarantine.reason));
		return new StatusDocument(incarnation, docRevision, held, prepared, quarantined);
	}

	/** Notes a change that others wait for. */
	void urgent() {
		this.changes++;
		this.urgentChanges++;
	}

	/** Grows whenever the status may have changed. */
	long changes() {
		return this.changes;
	}

	/** Grows whenever the status may have changed in a way that others wait for. */
	long urgentChanges() {
		return this.urgentChanges;
	}

	/** Whether no shard is held or acted on. */
	boolean isEmpty() {
		return this.legacies.all().isEmpty() && this.slots.values().stream().allMatch((slot) -> slot.status() == null);
	}

	List<Shard> owned() {
		List<Shard> owned = new ArrayList<>();
		for (Slot slot : this.slots.values()) {
			OwnedShard shard = slot.shard();
			if (shard != null && shard.owned()) {
				owned.add(shard);
			}
		}
		return owned;
	}

	List<Shard> added() {
		List<Shard> added = new ArrayList<>();
		for (Slot slot : this.slots.values()) {
			OwnedShard shard = slot.shard();
			if (shard != null && shard.owned() && slot.isAdded()) {
				added.add(shard);
			}
		}
		return added;
	}

	void loads(Map<String, ShardLoad> loads, long now) {
		this.changes++;
		this.slots.forEach((id, slot) -> slot.load(loads.getOrDefault(id, ShardLoad.none()), now));
	}

	LoadSettings loads() {
		return this.settings.loads();
	}

	void task(String id, @Nullable String task) {
		Slot slot = this.slots.get(id);
		OwnedShard shard = (slot != null) ? slot.shard() : null;
		if (shard != null) {
			shard.task(task);
		}
	}

	OwnedShard shard(String id, long epoch) {
		return this.shards.apply(id, epoch);
	}

	long invoke(Slot slot, Call call, OwnedShard shard, byte @Nullable [] state) {
		long id = this.out.nextId();
		this.invocations.put(id, slot);
		this.out.add(new ServiceAction.Invoke(id, call, shard, state));
		return id;
	}

	/** A shard was dropped, unordered: no epoch is used for two adds. */
	void left(String id, long epoch) {
		this.left.put(id, epoch);
	}

	/** Whether a shard was dropped at an epoch, so that it takes a later one. */
	boolean hasLeft(String id, long epoch) {
		Long last = this.left.get(id);
		if (last != null && last < epoch) {
			this.left.remove(id);
		}
		return last != null && last >= epoch;
	}

	/** What owners leave for those after them. */
	Legacies legacies() {
		return this.legacies;
	}

	/** The shards that are held and whose handler has added them, by epoch. */
	@Nullable Long addedEpoch(String id) {
		Slot slot = this.slots.get(id);
		OwnedShard shard = (slot != null) ? slot.shard() : null;
		return (slot != null && shard != null && slot.isAdded()) ? (Long) shard.epoch() : null;
	}

	void interrupt(long invocationId) {
		this.out.add(new ServiceAction.Interrupt(invocationId));
	}

	void quarantine(String id, String reason, long now) {
		if (!this.quarantines.containsKey(id)) {
			int strikes = this.strikes.merge(id, 1, Integer::sum);
			long time = this.settings.quarantine(strikes);
			this.quarantines.put(id, new Quarantine(Documents.reason(reason), now + time));
			urgent();
			this.out.warn("shard '" + id + "' is quarantined here for " + Duration.ofNanos(time).toSeconds() + " s: "
					+ reason);
		}
	}

	/** Its handler has added a shard: what went wrong before counts no longer. */
	void succeeded(String id) {
		this.strikes.remove(id);
	}

	/**
	 * Somebody says that what was wrong with a shard's handler is repaired. One that was
	 * given up here has to leave first, so that it can be given anew.
	 */
	void resume(String id, long now) {
		this.strikes.remove(id);
		Quarantine quarantine = this.quarantines.get(id);
		if (quarantine != null) {
			this.quarantines.put(id, new Quarantine(quarantine.reason, now));
			this.out.notice("shard '" + id + "' is to be tried again, because it was resumed");
		}
	}

	private boolean isGivenUp(String id) {
		Slot slot = this.slots.get(id);
		return slot != null && slot.isGivenUp();
	}

	Rules rules() {
		return this.rules;
	}

	void exit(String reason) {
		this.out.add(new ServiceAction.Exit(reason));
	}

	void warn(String message) {
		this.out.warn(message);
	}

	long timeout() {
		return this.settings.timeout();
	}

	int attempts() {
		return this.settings.attempts();
	}

	long retryDelay(int failures) {
		return this.settings.retryDelay(failures);
	}

	HungDrop hungDrop() {
		return this.settings.hungDrop();
	}

	private record Quarantine(String reason, long until) {

	}

}
