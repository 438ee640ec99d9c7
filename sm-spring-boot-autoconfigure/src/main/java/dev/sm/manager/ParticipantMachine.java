package dev.sm.manager;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import dev.sm.coordination.Transaction;
import dev.sm.membership.Incarnation;
import dev.sm.shard.ShardSpec;
import org.jspecify.annotations.Nullable;

/**
 * What an instance does to hold shards of one service: it registers, acts on its
 * assignment document, and tells in its status what it has made of it.
 */
final class ParticipantMachine {

	private static final long LOAD_INTERVAL = Duration.ofSeconds(10).toNanos();

	/** How long news that nobody waits for may take. */
	private static final long STATUS_INTERVAL = Duration.ofMillis(100).toNanos();

	private final String id;

	private final ServiceSettings service;

	private final ServiceState state;

	private final Mirror mirror;

	private final Outbox out;

	private final Rules rules;

	private final Registrar registrar;

	private final Slots slots;

	private final LongSupplier clock;

	private final Backoff statusBackoff = new Backoff();

	private final Refusals refusals;

	private final Map<String, Long> resumed = new HashMap<>();

	private boolean statusBusy;

	private @Nullable Incarnation incarnation;

	private @Nullable String earlier;

	private @Nullable Versioned<AssignmentDocument> taken;

	private Set<String> heirs = Set.of();

	private boolean asked;

	private boolean released;

	private @Nullable Told told;

	private @Nullable Long measuredAt;

	ParticipantMachine(OwnershipSettings settings, ServiceSettings service, ServiceState state, Mirror mirror,
			Outbox out, Rules rules, LongSupplier clock) {
		this.id = settings.participantId();
		this.service = service;
		this.state = state;
		this.mirror = mirror;
		this.out = out;
		this.rules = rules;
		this.clock = clock;
		this.registrar = new Registrar(settings, state, mirror, out, rules);
		this.slots = new Slots(SlotSettings.of(service), rules, state, out, this::shard);
		this.refusals = new Refusals(state);
	}

	private OwnedShard shard(String shard, long epoch) {
		ShardSpec spec = this.state.specs().get(shard);
		boolean bounded = this.service.ownership() == OwnershipMode.EXCLUSIVE && this.rules.endsWithSession();
		return new OwnedShard(this.service.service(), shard, (spec != null) ? spec.task() : null, epoch, this.clock,
				bounded ? this.incarnation : null);
	}

	void begin(Incarnation incarnation) {
		this.incarnation = incarnation;
		this.taken = null;
		this.asked = false;
	}

	/**
	 * The session is over: hold nothing, unless the store is needed no longer for that.
	 */
	void end() {
		if (this.incarnation == null) {
			return;
		}
		this.earlier = this.incarnation.id();
		this.incarnation = null;
		this.taken = null;
		if (this.service.ownership() == OwnershipMode.EXCLUSIVE) {
			this.slots.wish(Map.of());
		}
	}

	/**
	 * Drops everything here, because nobody is there to hand it to or no time is left.
	 */
	void release() {
		if (!this.released) {
			this.released = true;
			this.slots.legacies().close();
			this.slots.dropAll();
		}
	}

	void advance(boolean draining, long now) {
		this.registrar.advance(this.released ? null : this.incarnation, draining, now);
		takeDocument();
		this.state.resumes().forEach((shard, revision) -> resume(shard, revision, now));
		this.slots.advance(now);
		tell(now);
		measure(now);
	}

	private void takeDocument() {
		Versioned<AssignmentDocument> document = this.state.assignments().get(this.id);
		if (this.incarnation == null || this.released || !this.mirror.synced() && !this.asked
				|| this.asked && Objects.equals(this.taken, document)) {
			return;
		}
		this.asked = true;
		this.taken = document;
		this.heirs = (document != null) ? document.value().heirs() : Set.of();
		if (document != null) {
			this.refusals.ordered(document.value());
		}
		if (document == null) {
			this.slots.wish(Map.of());
		}
		else if (this.rules.addressed(document.value(), this.incarnation.id())) {
			this.slots.wish(document.value().entries());
		}
		else {
			this.slots.wish(kept(document.value()));
		}
	}

	/** Each wish counts once. */
	private void resume(String shard, long revision, long now) {
		Long before = this.resumed.put(shard, revision);
		if (before == null || before != revision) {
			this.slots.resume(shard, now);
		}
	}

	/**
	 * With affinity, what an earlier session was given is kept until it is given away.
	 */
	private Map<String, AssignmentDocument.Item> kept(AssignmentDocument document) {
		Map<String, AssignmentDocument.Item> kept = new TreeMap<>();
		if (this.service.ownership() == OwnershipMode.AFFINITY && document.incarnation().equals(this.earlier)) {
			this.slots.owned().forEach((shard) -> {
				AssignmentDocument.Item item = document.entries().get(shard.id());
				if (item != null && item.epoch() == shard.epoch()) {
					kept.put(shard.id(), item);
				}
			});
		}
		return kept;
	}

	private void tell(long now) {
		if (this.incarnation == null || this.statusBusy || this.released || !this.registrar.registered(this.incarnation)
				|| this.statusBackoff.waiting(now) || this.refusals.waiting(now) || readsHeirs()) {
			return;
		}
		Versioned<StatusDocument> known = this.state.statuses().get(this.id);
		long revision = (this.taken != null) ? this.taken.revision() : 0;
		if (this.told != null && known != null && known.value().docRevision() == revision
				&& known.value().incarnation().equals(this.incarnation.id()) && !this.told.outdated(this.slots, now)
				&& known.value().equals(this.told.status()) && this.slots.legacies().spent(this.slots).isEmpty()) {
			this.told = this.told.as(known.value());
			return;
		}
		StatusWrite write = new StatusWrite(this.state, this.rules, this.id, this.incarnation.id(), this.slots,
				revision, order(this.incarnation.id()));
		write.passOn(this.refusals.declined());
		this.told = new Told(write.status(), this.slots.changes(), this.slots.urgentChanges(), now);
		if (known != null && known.value().equals(write.status()) && !write.hasMore()) {
			return;
		}
		commit(write);
	}

	private void commit(StatusWrite write) {
		this.statusBusy = true;
		this.out.commit(write.build(), (outcome, reason, at) -> {
			this.statusBusy = false;
			if (outcome == Outbox.Outcome.APPLIED) {
				this.statusBackoff.succeeded();
				this.slots.legacies().written(write.states(), write.spent());
				StatusWrite rest = write.rest();
				if (rest != null && this.incarnation != null && !this.released) {
					commit(rest);
				}
			}
			else if (outcome == Outbox.Outcome.REFUSED && !write.passedOn().isEmpty()) {
				this.told = null;
				this.refusals.refused(write.passedOn(), at);
			}
			else {
				this.statusBackoff.failed(at);
				this.mirror.refresh();
			}
		});
	}

	/** Whether what is to be compared when something is passed on is not known yet. */
	private boolean readsHeirs() {
		return !this.heirs.isEmpty() && !this.mirror.synced();
	}

	private @Nullable Versioned<AssignmentDocument> order(String incarnation) {
		Versioned<AssignmentDocument> document = this.taken;
		return (document != null && document.value().readable() && document.value().incarnation().equals(incarnation))
				? document : null;
	}

	/** Those that this participant is to give shards to when it has dropped them. */
	Set<String> heirs() {
		return this.heirs;
	}

	private void measure(long now) {
		if (this.measuredAt == null) {
			this.measuredAt = now;
		}
		if (now - this.measuredAt - LOAD_INTERVAL >= 0) {
			this.measuredAt = now;
			if (!this.slots.added().isEmpty()) {
				this.out.add(new ServiceAction.MeasureLoads(this.slots.added()));
			}
		}
	}

	void specChanged(String shard) {
		ShardSpec spec = this.state.specs().get(shard);
		this.slots.task(shard, (spec != null) ? spec.task() : null);
	}

	boolean registered() {
		return this.registrar.registered(this.incarnation);
	}

	Slots slots() {
		return this.slots;
	}

	void wake(WakeUp wakeUp, long now) {
		this.registrar.wake(wakeUp, now);
		this.slots.wake(wakeUp);
		this.statusBackoff.wake(wakeUp, now);
		this.refusals.wake(wakeUp);
		if (this.told != null && this.told.changes() != this.slots.changes()) {
			wakeUp.at(this.told.at() + STATUS_INTERVAL);
		}
		if (this.measuredAt != null) {
			wakeUp.at(this.measuredAt + LOAD_INTERVAL);
		}
	}

	/**
	 * What the status said last.
	 *
	 * @param status the status
	 * @param changes all changes until then
	 * @param urgentChanges those that others waited for
	 * @param at when it was written
	 */
	private record Told(StatusDocument status, long changes, long urgentChanges, long at) {

		/** The same, by the very object that is known, so that it is compared at once. */
		private Told as(StatusDocument known) {
			return (known != this.status) ? new Told(known, this.changes, this.urgentChanges, this.at) : this;
		}

		boolean outdated(Slots slots, long now) {
			return slots.urgentChanges() != this.urgentChanges
					|| slots.changes() != this.changes && now - this.at - STATUS_INTERVAL >= 0;
		}

	}

}
