package dev.sm.manager;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

import dev.sm.coordination.Entry;
import dev.sm.membership.Incarnation;
import dev.sm.shard.Assignment;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

/**
 * All of ownership that one instance decides for one service. Passive: it is told events
 * together with the monotonic time, and answers with actions and the time at which it
 * wants to be told {@link ServiceEvent.Tick}. Not thread-safe.
 */
public final class ServiceMachine {

	private final String participantId;

	private final ServiceState state;

	private final Rules rules;

	private final Outbox out = new Outbox();

	private final Mirror mirror;

	private final Descriptions descriptions;

	private final Departure departure;

	private final @Nullable ParticipantMachine participant;

	private final @Nullable ControllerMachine controller;

	private @Nullable Incarnation incarnation;

	private boolean started;

	private boolean ready;

	private boolean lived;

	private boolean looking;

	private long published = -1;

	private boolean publishedWhole;

	private OptionalLong wakeUpAt = OptionalLong.empty();

	/**
	 * Creates a machine that waits for {@link ServiceEvent.Start}.
	 * @param settings who this instance is
	 * @param service how the service's shards are owned
	 * @param participates whether this instance may hold shards of this service and
	 * compute its assignment; otherwise it only looks on
	 * @param clock the monotonic time in nanoseconds, read by {@link Shard#held()} on any
	 * thread and by nothing else
	 */
	public ServiceMachine(OwnershipSettings settings, ServiceSettings service, boolean participates,
			LongSupplier clock) {
		this(settings, service, participates, clock, new Rules());
	}

	ServiceMachine(OwnershipSettings settings, ServiceSettings service, boolean participates, LongSupplier clock,
			Rules rules) {
		this.rules = rules;
		ServiceKeys keys = ServiceKeys.of(settings.prefix(), service.service());
		this.state = new ServiceState(keys, rules, service.documentBytes());
		this.mirror = new Mirror(this::changed);
		this.participantId = settings.participantId();
		this.descriptions = new Descriptions(service, this.state);
		this.departure = new Departure(settings.participantId(), this.state, this.out);
		boolean active = participates && settings.participates();
		this.participant = active
				? new ParticipantMachine(settings, service, this.state, this.mirror, this.out, rules, clock) : null;
		this.controller = active ? new ControllerMachine(settings, service, this.state, this.mirror, this.out, rules)
				: null;
	}

	/**
	 * Takes an event.
	 * @param event what happened
	 * @param now the monotonic time in nanoseconds
	 * @return what is to be done, in order
	 */
	public List<ServiceAction> on(ServiceEvent event, long now) {
		boolean told = event instanceof ServiceEvent.SessionEnded;
		if (this.incarnation != null && !told && !this.incarnation.validAt(now)) {
			boolean expired = now - this.incarnation.validUntil() >= 0;
			end(this.incarnation.id(), expired ? "it was not renewed in time" : "it was ended");
		}
		take(event, now);
		settle();
		if (this.started && !this.departure.finished()) {
			advance(now);
		}
		this.wakeUpAt = wake(now);
		return this.out.drain();
	}

	private void take(ServiceEvent event, long now) {
		if (event instanceof ServiceEvent.Start) {
			this.started = true;
		}
		else if (event instanceof ServiceEvent.SessionBegan began) {
			begin(began, now);
		}
		else if (event instanceof ServiceEvent.SessionEnded ended) {
			end(ended.sessionId(), ended.reason());
		}
		else if (event instanceof ServiceEvent.Watched watched) {
			this.mirror.watched(watched.watchId(), watched.events(), watched.revision());
		}
		else if (event instanceof ServiceEvent.Gap gap) {
			if (this.rules.readsAfterGap()) {
				this.mirror.gap(this.out, gap.watchId(), gap.reason(), now);
			}
		}
		else if (event instanceof ServiceEvent.InvocationDone done && this.participant != null) {
			this.participant.slots().done(done, now);
		}
		else if (event instanceof ServiceEvent.LoadsMeasured measured && this.participant != null) {
			this.participant.slots().loads(measured.loads(), now);
		}
		else if (event instanceof ServiceEvent.Look) {
			this.looking = true;
		}
		else if (event instanceof ServiceEvent.StopRequested stop) {
			this.departure.begin(now + stop.budget().toNanos());
			this.started = true;
		}
		else {
			answer(event, now);
		}
	}

	private void answer(ServiceEvent event, long now) {
		if (event instanceof ServiceEvent.Listed listed) {
			Outbox.ListHandler handler = this.out.takeList(listed.requestId());
			if (handler != null) {
				handler.done(listed.snapshot(), "", now);
			}
		}
		else if (event instanceof ServiceEvent.ListFailed failed) {
			Outbox.ListHandler handler = this.out.takeList(failed.requestId());
			if (handler != null) {
				handler.done(null, failed.reason(), now);
			}
		}
		else if (event instanceof ServiceEvent.Committed committed) {
			Outbox.Pending pending = this.out.takeCommit(committed.requestId());
			if (pending != null && committed.result().applied()) {
				this.mirror.applied(pending.transaction(), committed.result().revision());
				pending.handler().done(Outbox.Outcome.APPLIED, "", now);
			}
			else if (pending != null) {
				pending.handler().done(Outbox.Outcome.REFUSED, "", now);
			}
		}
		else if (event instanceof ServiceEvent.CommitFailed failed) {
			Outbox.Pending pending = this.out.takeCommit(failed.requestId());
			if (pending != null) {
				pending.handler().done(Outbox.Outcome.UNKNOWN, failed.reason(), now);
			}
		}
	}

	private void begin(ServiceEvent.SessionBegan began, long now) {
		if (this.lived) {
			// the store may have lost more than the session
			this.mirror.refresh();
		}
		this.lived = true;
		this.incarnation = began.incarnation();
		if (this.participant != null) {
			this.participant.begin(began.incarnation());
		}
		if (this.controller != null) {
			this.controller.begin(began.incarnation(), began.wallMillis(), now);
		}
	}

	private void end(String sessionId, String reason) {
		if (this.incarnation == null || !this.incarnation.id().equals(sessionId)) {
			return;
		}
		if (!this.departure.begun()) {
			this.out.warn("session '" + sessionId + "' is over: " + reason);
		}
		this.incarnation = null;
		if (this.participant != null) {
			this.participant.end();
		}
		if (this.controller != null) {
			this.controller.end();
		}
	}

	private void advance(long now) {
		look(now);
		if (this.participant != null && this.controller != null) {
			boolean draining = this.departure.begun();
			this.participant.advance(draining, now);
			this.controller.advance(this.participant.registered() && !draining, now);
		}
		this.departure.advance(this.participant, this.controller, this.incarnation, isWhole(), now);
		if (this.departure.begun() && this.participant != null) {
			this.participant.slots().advance(now);
		}
		look(now);
		tellReady();
		if (this.published != this.state.version() || this.publishedWhole != isWhole()) {
			this.published = this.state.version();
			this.publishedWhole = isWhole();
			this.out.add(new ServiceAction.Publish());
		}
	}

	/**
	 * Keeps up with what is needed: the whole service is, where somebody asked for it,
	 * where it is planned, and where somebody is looked for to hand everything off to.
	 */
	private void look(long now) {
		boolean whole = this.looking || this.participant == null || this.departure.begun()
				|| this.controller != null && this.controller.isController();
		ServiceKeys keys = this.state.keys();
		this.mirror.cover(whole ? Set.of(keys.root()) : keys.of(this.participantId, heirs()), this.out);
		settle();
		this.mirror.advance(this.out, now);
	}

	/** Reads what is in several keys, once all that is known of them was taken. */
	private void settle() {
		if (this.state.settle(this.mirror.synced(), this::tellUnreadable)) {
			this.out.notice("keys are read again: some that belong together do not fit together");
			this.mirror.refresh();
		}
	}

	private Set<String> heirs() {
		return (this.participant != null) ? this.participant.heirs() : Set.of();
	}

	private void tellReady() {
		boolean there = (this.participant != null)
				? this.participant.registered() && (!this.looking || this.mirror.seen()) : this.mirror.seen();
		if (!this.ready && there) {
			this.ready = true;
			this.out.add(new ServiceAction.Ready());
		}
	}

	private void changed(String key, @Nullable Entry entry) {
		this.state.apply(key, entry);
		tellUnreadable(key);
		ServiceKeys.Path path = this.state.keys().path(key);
		if (this.participant != null && path.kind().equals("specs")) {
			this.participant.specChanged(path.name());
		}
	}

	private void tellUnreadable(String key) {
		String unreadable = this.state.corrupt().get(key);
		if (unreadable != null) {
			this.out.warn("key '" + key + "' is skipped: " + unreadable);
		}
	}

	private OptionalLong wake(long now) {
		WakeUp wakeUp = new WakeUp(now);
		if (!this.started || this.departure.finished()) {
			return wakeUp.get();
		}
		this.mirror.wake(wakeUp, now);
		this.departure.wake(wakeUp);
		if (this.incarnation != null) {
			wakeUp.at(this.incarnation.validUntil());
		}
		if (this.participant != null) {
			this.participant.wake(wakeUp, now);
		}
		if (this.controller != null) {
			this.controller.wake(wakeUp, now);
		}
		return wakeUp.get();
	}

	/**
	 * When the machine wants to be told that time has passed.
	 * @return an instant of the monotonic clock, in nanoseconds
	 */
	public OptionalLong wakeUpAt() {
		return this.wakeUpAt;
	}

	/**
	 * The assignment as last known. Computed when asked for.
	 * @return the assignment
	 */
	public Assignment assignment() {
		return this.descriptions.assignment();
	}

	/**
	 * Everything that people want to see. Computed when asked for.
	 * @return the description
	 */
	public ServiceDescription describe() {
		return this.descriptions.describe();
	}

	/**
	 * Whether the whole service is known, and not only what this participant needs.
	 * @return whether {@link #assignment()} and {@link #describe()} are complete
	 */
	public boolean isWhole() {
		return this.mirror.seen(this.state.keys().root());
	}

	/**
	 * The shards that this instance was given and has added or is adding; whether one is
	 * held at an instant, {@link Shard#held()} tells.
	 * @return the shards
	 */
	public List<Shard> owned() {
		return (this.participant != null) ? this.participant.slots().owned() : List.of();
	}

	/**
	 * What was last reported to be wrong with keys of the store, by key.
	 * @return the reasons
	 */
	java.util.Map<String, String> unreadableKeys() {
		return this.state.corrupt();
	}

}
