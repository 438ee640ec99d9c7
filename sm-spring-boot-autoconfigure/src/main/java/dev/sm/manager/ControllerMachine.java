package dev.sm.manager;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import dev.sm.coordination.Election;
import dev.sm.coordination.Transaction;
import dev.sm.membership.Incarnation;
import dev.sm.shard.Plan;
import org.jspecify.annotations.Nullable;

/**
 * What an instance does to be, and as, the controller of one service: it is elected over
 * the controller key, reads everything after that, plans when something that matters has
 * changed, and takes the steps towards the plan one transaction after the other. Each
 * transaction compares the term.
 */
final class ControllerMachine {

	/** How long to wait for news that somebody else's write is known to have caused. */
	private static final long OVERTAKEN = Duration.ofMillis(50).toNanos();

	private static final long LOAD_INTERVAL = Duration.ofSeconds(30).toNanos();

	/** Milliseconds since 1970 times 1024 stay below 2^53 until the year 2248. */
	private static final int WALL_SHIFT = 10;

	private final String id;

	private final ServiceState state;

	private final Mirror mirror;

	private final Outbox out;

	private final Rules rules;

	private final Planning planning;

	private final Steps steps;

	private final Awaited awaited;

	private final Election election;

	private final Overwritten overwritten;

	private final Aftermath aftermath;

	private final Map<String, String> moved = new HashMap<>();

	private final Map<String, String> copied = new HashMap<>();

	private final Backoff backoff = new Backoff();

	private boolean busy;

	private long overtakenVersion = -1;

	private long overtakenUntil;

	private @Nullable String session;

	private long wallMillis;

	private long wallAt;

	private boolean read;

	private @Nullable Plan plan;

	private Set<String> planAwaited = Set.of();

	private long planVersion = -1;

	private long plannedAt;

	private long followedVersion = -1;

	private long actedVersion = -1;

	private OptionalLong dueAt = OptionalLong.empty();

	ControllerMachine(OwnershipSettings settings, ServiceSettings service, ServiceState state, Mirror mirror,
			Outbox out, Rules rules) {
		this.id = settings.participantId();
		this.state = state;
		this.mirror = mirror;
		this.out = out;
		this.rules = rules;
		this.planning = new Planning(service, state);
		this.awaited = new Awaited(state, service.recoveryGrace().toNanos());
		this.election = new Election(state.keys().controller());
		this.overwritten = new Overwritten(state, rules);
		this.aftermath = new Aftermath(state, rules);
		Integer maxMoves = service.maxMovesInFlight();
		this.steps = new Steps(state, rules, service.handlerTimeout().toNanos(),
				(maxMoves != null) ? maxMoves : Math.max(8, service.count() / 8));
	}

	void begin(Incarnation incarnation, long wallMillis, long now) {
		this.session = incarnation.id();
		this.election.begin(incarnation.id());
		this.wallMillis = wallMillis;
		this.wallAt = now;
		long ttl = incarnation.ttl().toNanos();
		this.aftermath.begin(ttl);
		this.overwritten.begin(ttl * 5 / 2);
	}

	void end() {
		this.session = null;
		this.election.end();
		forget();
	}

	private void forget() {
		this.read = false;
		this.plan = null;
		this.planVersion = -1;
		this.actedVersion = -1;
		this.planning.forget();
		this.steps.reset();
	}

	/** Whether this instance is controller, as far as it knows. */
	boolean isController() {
		return this.election.isElected();
	}

	long term() {
		return this.election.term();
	}

	boolean isBusy() {
		return this.busy;
	}

	void advance(boolean candidate, long now) {
		boolean was = isController();
		if (this.election.see(this.state.controller())) {
			termChanged(was);
		}
		if (this.busy || !this.mirror.synced() || this.backoff.waiting(now) || overtaken(now)) {
			return;
		}
		if (isController()) {
			this.read |= this.election.isReadInTerm(this.mirror.listRevision());
			boolean due = this.dueAt.isPresent() && now - this.dueAt.getAsLong() >= 0;
			if (this.read && (due || this.actedVersion != this.state.version())) {
				this.actedVersion = this.state.version();
				control(now);
				this.dueAt = dueAt(now);
			}
		}
		else if (candidate && this.session != null && this.election.isVacant()) {
			elect(this.session);
		}
	}

	private void termChanged(boolean was) {
		if (was) {
			this.out.notice("is controller no longer");
			forget();
		}
		if (isController()) {
			this.out.notice("is controller, term " + term());
			this.read = !this.rules.readsAgain();
			if (!this.read) {
				this.mirror.refresh();
			}
		}
	}

	private void elect(String session) {
		ServiceKeys keys = this.state.keys();
		commit(this.election.claim(Documents.controller(session, this.id))
			.ifUnchanged(keys.participant(this.id), this.state.registrationRevision(this.id))
			.build());
	}

	private void control(long now) {
		Transaction removal = this.overwritten.removal(term(), now);
		if (removal != null) {
			commit(removal);
			return;
		}
		if (this.aftermath.begins()) {
			this.out.warn("the store has lost what it had; nothing is given before all earlier sessions must be over");
		}
		if (this.aftermath.lasts(now)) {
			return;
		}
		replan(now);
		Change change = new Change(this.state, this.rules, term(), lastEpoch(now));
		this.steps.take(change, now);
		Transaction transaction = change.build();
		if (transaction != null) {
			commit(transaction);
		}
		else {
			report();
		}
	}

	private OptionalLong dueAt(long now) {
		WakeUp due = new WakeUp(now);
		this.steps.wake(due, now);
		this.awaited.wake(due, now);
		this.overwritten.wake(due);
		this.aftermath.wake(due);
		due.at(this.plannedAt + LOAD_INTERVAL);
		return due.get();
	}

	private void replan(long now) {
		Set<String> missing = this.awaited.at(now);
		boolean stale = this.planVersion != this.state.planVersion() || !missing.equals(this.planAwaited)
				|| now - this.plannedAt - LOAD_INTERVAL >= 0;
		if (this.plan != null && !stale) {
			if (this.followedVersion != this.state.assignmentVersion()) {
				this.followedVersion = this.state.assignmentVersion();
				this.steps.catchUp(missing);
			}
			return;
		}
		Plan fresh = this.planning.plan(missing, now);
		this.planVersion = this.state.planVersion();
		this.planAwaited = missing;
		this.plannedAt = now;
		this.moved.keySet().retainAll(fresh.targets().keySet());
		fresh.moves().forEach((move) -> this.moved.put(move.shardId(), move.reason()));
		this.copied.keySet().retainAll(fresh.standbys().keySet());
		fresh.copies().forEach((copy) -> this.copied.put(copy.shardId(), copied(copy)));
		if (this.plan == null || !fresh.moves().equals(this.plan.moves())) {
			this.out.notice("plans " + fresh.moves().size() + " moves, " + fresh.unplaced().size()
					+ " shards cannot be placed");
		}
		this.plan = fresh;
		follow(fresh, missing);
	}

	private static String copied(Plan.Move copy) {
		String to = (copy.to() != null) ? "standby on '" + copy.to() + "'" : "no standby";
		return to + ((copy.from() != null) ? " instead of '" + copy.from() + "': " : ": ") + copy.reason();
	}

	/** Why shards, and their copies, went where they are. */
	private Map<String, String> changes() {
		if (this.copied.isEmpty()) {
			return this.moved;
		}
		Map<String, String> changes = new HashMap<>(this.moved);
		this.copied.forEach((shard, reason) -> changes.merge(shard, reason, (first, second) -> first + "; " + second));
		return changes;
	}

	private void follow(Plan plan, Set<String> missing) {
		this.followedVersion = this.state.assignmentVersion();
		this.steps.follow(plan, missing);
	}

	/**
	 * A store without a counter, or with an older one, was wiped or restored: the next
	 * epochs are above all that this instance has ever seen, and above the wall clock.
	 */
	private long lastEpoch(long now) {
		Long last = this.rules.lastEpoch(this.state);
		if (last != null) {
			return Math.max(last, this.rules.highestSeen(this.state));
		}
		long wall = this.wallMillis + Duration.ofNanos(now - this.wallAt).toMillis();
		return Math.max(wall << WALL_SHIFT, this.rules.highestSeen(this.state));
	}

	private void report() {
		Plan current = this.plan;
		if (current == null) {
			return;
		}
		Map<String, String> refused = new HashMap<>(this.steps.refused());
		this.planning.givenUp().forEach((shard, reason) -> {
			if (current.unplaced().containsKey(shard)) {
				refused.put(shard, reason);
			}
		});
		ReportDocument report = ReportDocument.of(current, refused, changes());
		if (!report.equals(this.state.report())) {
			Transaction.Builder transaction = Transaction.builder();
			this.rules.compareTerm(transaction, this.state.keys().controller(), term());
			commit(transaction.put(this.state.keys().report(), report.encode()).build());
			return;
		}
		Transaction leftovers = new Leftovers(this.state, current.targets().keySet())
			.transaction((transaction) -> this.rules.compareTerm(transaction, this.state.keys().controller(), term()));
		if (leftovers != null) {
			commit(leftovers);
		}
	}

	private void commit(Transaction transaction) {
		this.busy = true;
		this.out.commit(transaction, (outcome, reason, now) -> {
			this.busy = false;
			this.actedVersion = -1;
			boolean again = this.overtakenVersion >= 0;
			this.overtakenVersion = -1;
			if (outcome == Outbox.Outcome.APPLIED) {
				this.backoff.succeeded();
				return;
			}
			if (outcome == Outbox.Outcome.REFUSED && !again) {
				this.overtakenVersion = this.state.version();
				this.overtakenUntil = now + OVERTAKEN;
				return;
			}
			this.backoff.failed(now);
			this.mirror.refresh();
		});
	}

	/** Whether the news that a transaction was refused for is still to come. */
	private boolean overtaken(long now) {
		return this.overtakenVersion == this.state.version() && now - this.overtakenUntil < 0;
	}

	void wake(WakeUp wakeUp, long now) {
		this.backoff.wake(wakeUp, now);
		if (this.overtakenVersion >= 0) {
			wakeUp.at(this.overtakenUntil);
		}
		if (this.read && !this.busy) {
			this.dueAt.ifPresent(wakeUp::at);
		}
	}

}
