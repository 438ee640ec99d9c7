package dev.sm.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import dev.sm.membership.Requests;
import dev.sm.storage.NodeRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance's part in the migrations of a pool: follows the phases, confirms them, and
 * steps through them if it is elected to. Keeps no clock and no thread: everything
 * happens on the loop that it is given.
 */
final class PoolMember implements MigrationHooks {

	private static final Logger logger = LoggerFactory.getLogger(PoolMember.class);

	private static final long DRAIN_POLL = 1_000_000;

	private static final long MAX_DRAIN_POLL = 100_000_000;

	private static final long ADMISSION = 500_000_000;

	private static final long ADMISSION_POLL = 10_000_000;

	private final Parts parts;

	private final MigrationTools tools;

	private final MigrationJobs jobs;

	private final PhaseReader phases;

	private final FollowerMachine follower;

	private final PoolMirror mirror;

	private final PoolController controller;

	private final MoveQueue moves;

	private final String key;

	private final CacheListener listener;

	private final List<Waiter> waiters = new ArrayList<>();

	private volatile Known known;

	private long wakeUpAt = Long.MAX_VALUE;

	private boolean refreshing;

	private boolean stopped;

	/**
	 * Creates a member that does nothing before it is started.
	 * @param parts what it works on
	 * @param tools what it works with
	 * @param first the phase that the instance starts in
	 * @param revision the revision of its document
	 * @param listener is told of the steps of migrations
	 */
	PoolMember(Parts parts, MigrationTools tools, Phase first, long revision, CacheListener listener) {
		this.listener = listener;
		this.parts = parts;
		this.phases = new PhaseReader(parts);
		this.tools = tools;
		this.jobs = new MigrationJobs(tools);
		this.follower = new FollowerMachine(first.view(), revision);
		this.mirror = new PoolMirror(parts.store(), parts.names().root(), tools.loop(), tools.later(), this::changed);
		this.controller = new PoolController(parts, tools, this.jobs);
		this.moves = new MoveQueue(tools);
		this.key = parts.names().participants() + "/"
				+ PoolNames.encode(parts.connections().substring(parts.names().connections().length()));
		this.known = new Known(first, revision, Progress.none(first.m()));
	}

	void start() {
		this.parts.topologies().hooks(this);
		this.tools.loop().execute(this.mirror::read);
	}

	void began(String session) {
		tell(new FollowerEvent.Began(session));
		this.controller.on(new ControllerEvent.Began(session));
	}

	void ended() {
		tell(new FollowerEvent.Ended());
		this.controller.on(new ControllerEvent.Ended());
	}

	/** Nodes have come: what could not be followed without them is. */
	CompletableFuture<Boolean> configured() {
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		this.tools.loop().execute(() -> {
			this.parts.topologies().adopt(this.parts.topology().apply(this.follower.adopted()));
			changed(this.mirror);
			refresh();
			done.complete(true);
		});
		return done;
	}

	/** Ends whatever this member does; on the loop. */
	void stop() {
		this.stopped = true;
		this.mirror.stop();
		this.controller.stop();
	}

	/** What was last seen of the migration. */
	Known known() {
		return this.known;
	}

	/** Completes once a phase is seen that is newer than now, or is so already. */
	CompletableFuture<Boolean> seen(Function<Phase, Boolean> condition) {
		CompletableFuture<Boolean> seen = new CompletableFuture<>();
		read().whenComplete((phase, failure) -> {
			if (phase != null && condition.apply(phase) && phase.equals(this.known.phase())) {
				seen.complete(true);
			}
			else {
				this.waiters.add(new Waiter(condition, seen));
			}
		});
		return seen;
	}

	/** Whether this instance has confirmed the phase that it is in. */
	boolean isConfirmed() {
		return this.follower.isConfirmed();
	}

	private void changed(PoolMirror mirror) {
		Entry entry = mirror.get(this.parts.names().phase());
		Phase read = (entry != null) ? this.phases.read(entry) : null;
		Phase phase = (read != null && this.phases.canFollow(read)) ? read : null;
		if (entry != null && phase != null) {
			Entry progress = mirror.get(this.parts.names().progress());
			Phase before = this.known.phase();
			this.known = new Known(phase, entry.revision(),
					(progress != null) ? Progress.parse(progress.value()) : Progress.none(phase.m()));
			tell(new FollowerEvent.Seen(phase, entry.revision()));
			if (phase.m() != before.m() || phase.step() != before.step()) {
				this.listener.onStep(this.parts.pool(), phase.m(), phase.step().name(), phase.to());
			}
			this.waiters.removeIf((waiter) -> waiter.condition().apply(phase) && waiter.seen().complete(true));
		}
		Map<String, Confirmation> confirmations = new HashMap<>();
		for (Entry participant : mirror.below(this.parts.names().participants())) {
			Confirmation confirmation = Confirmation.parse(participant.value());
			confirmations.put(participant.key(),
					(confirmation != null) ? confirmation : new Confirmation(-1, true, participant.key()));
		}
		this.controller.on(new ControllerEvent.Seen(mirror.revision(), phase, (entry != null) ? entry.revision() : 0,
				mirror.get(this.parts.names().controller()), confirmations));
	}

	private void tell(FollowerEvent event) {
		if (this.stopped) {
			return;
		}
		long now = this.tools.clock().getAsLong();
		this.follower.on(event, now).forEach(this::perform);
		this.follower.wakeUpAt().ifPresent((at) -> {
			if (at < this.wakeUpAt) {
				this.wakeUpAt = at;
				this.tools.later().run(Math.max(0, at - now), () -> {
					this.wakeUpAt = Long.MAX_VALUE;
					tell(new FollowerEvent.Tick());
				});
			}
		});
	}

	private void perform(FollowerAction action) {
		if (action instanceof FollowerAction.Adopt adopt) {
			adopt(adopt.view());
		}
		else if (action instanceof FollowerAction.Drain drain) {
			drain(drain.view(), DRAIN_POLL);
		}
		else if (action instanceof FollowerAction.Confirm confirm) {
			confirm(confirm);
		}
	}

	private void adopt(Phase.View view) {
		this.parts.topologies().adopt(this.parts.topology().apply(view));
		logger.info("Pool '{}' is at migration {}{}", this.parts.pool(), view.m(), view.aware() ? ": keys move" : "");
	}

	/** First whatever is under way here, then whatever nodes have been sent. */
	private void drain(Phase.View view, long pause) {
		if (this.stopped) {
			return;
		}
		if (!this.parts.topologies().drained()) {
			this.tools.later().run(pause, () -> drain(view, Math.min(MAX_DRAIN_POLL, pause * 2)));
			return;
		}
		this.jobs.drain(MigrationJobs.holding(this.parts.topologies().current()))
			.whenComplete((drained, failure) -> this.tools.loop()
				.execute(() -> tell((failure == null) ? new FollowerEvent.Drained(view) : new FollowerEvent.Failed())));
	}

	private void confirm(FollowerAction.Confirm confirm) {
		Confirmation confirmation = new Confirmation(confirm.view().m(), confirm.view().aware(),
				this.parts.connections());
		Transaction transaction = Transaction.builder()
			.ifUnchanged(this.parts.names().phase(), confirm.revision())
			.put(this.key, confirmation.format(), confirm.session())
			.build();
		Requests.send(() -> this.parts.store().commit(transaction))
			.whenComplete((result, failure) -> this.tools.loop().execute(() -> {
				tell((failure == null) ? new FollowerEvent.Written(result.applied()) : new FollowerEvent.Failed());
				if (failure == null && !result.applied()) {
					refresh();
				}
			}));
	}

	/** Reads the phase from the store, unless that is under way. */
	private void refresh() {
		if (this.refreshing || this.stopped) {
			return;
		}
		this.refreshing = true;
		read().whenComplete((phase, failure) -> this.tools.loop().execute(() -> this.refreshing = false));
	}

	private CompletableFuture<Phase> read() {
		CompletableFuture<Phase> read = new CompletableFuture<>();
		Requests.send(() -> this.parts.store().get(this.parts.names().phase()))
			.whenComplete((entry, failure) -> this.tools.loop().execute(() -> {
				Phase phase = (entry != null) ? this.phases.read(entry) : null;
				if (phase != null && !this.phases.canFollow(phase)) {
					read.completeExceptionally(this.phases.unknown(phase));
					return;
				}
				if (entry == null || phase == null) {
					read.completeExceptionally((failure != null) ? Requests.cause(failure)
							: new IllegalStateException("the store has no phase of pool '" + this.parts.pool() + "'"));
					return;
				}
				tell(new FollowerEvent.Seen(phase, entry.revision()));
				read.complete(phase);
			}));
		return read;
	}

	@Override
	public void refused() {
		this.tools.loop().execute(this::refresh);
	}

	@Override
	public void used(byte[] key, PoolNode source, PoolNode target, long m) {
		Phase phase = this.known.phase();
		if (phase.m() == m && phase.mode() == MigrationMode.PASSIVE && !phase.copying()
				&& phase.step() == Phase.Step.RUN) {
			this.moves.add(key, source, target, m);
		}
	}

	/**
	 * Decides about a connection: it may be used if this instance has followed at least
	 * as far as the node's record, and nothing that was begun before can still be sent.
	 * @param record the node's record, empty if it has none
	 * @return completes if it may; fails soon if not
	 */
	CompletableFuture<Void> admit(Optional<NodeRecord> record) {
		CompletableFuture<Void> admitted = new CompletableFuture<>();
		this.tools.loop().execute(() -> {
			if (record.isEmpty()) {
				admitUnrecorded(admitted);
			}
			else {
				admit(record.get(), this.tools.clock().getAsLong() + ADMISSION, admitted);
			}
		});
		return admitted;
	}

	private void admit(NodeRecord record, long until, CompletableFuture<Void> admitted) {
		Topologies topologies = this.parts.topologies();
		if (record.m() <= topologies.current().m() && topologies.drainedBefore(record.m())) {
			admitted.complete(null);
			return;
		}
		read().whenComplete((phase, failure) -> {
			if (phase == null) {
				admitted.completeExceptionally(behind(record, failure));
			}
			else {
				admitRead(record, phase, until, admitted);
			}
		});
	}

	/**
	 * What was read after the connection was named is enough: a later change of phase
	 * ends the connection, unless this instance has followed. Records are at most one
	 * ahead of the phase.
	 */
	private void admitRead(NodeRecord record, Phase phase, long until, CompletableFuture<Void> admitted) {
		Topologies topologies = this.parts.topologies();
		if (record.m() <= phase.m() + 1 && topologies.drainedBefore(topologies.current().m())) {
			admitted.complete(null);
		}
		else if (this.stopped || record.m() > phase.m() + 1 || this.tools.clock().getAsLong() >= until) {
			admitted.completeExceptionally(behind(record, null));
		}
		else {
			this.tools.later().run(ADMISSION_POLL, () -> admitRead(record, phase, until, admitted));
		}
	}

	private IllegalStateException behind(NodeRecord record, @Nullable Throwable cause) {
		return new IllegalStateException(
				"the node is at migration " + record.m() + " of pool '" + this.parts.pool() + "', and this instance at "
						+ this.parts.topologies().current().m()
						+ ": it must learn of it from the coordination store first, and end what it began before",
				cause);
	}

	/** A node without a record says nothing, so the store is asked. */
	private void admitUnrecorded(CompletableFuture<Void> admitted) {
		Phase.View view = this.follower.adopted();
		if (view.aware()) {
			admitted.complete(null);
			return;
		}
		read().whenComplete((phase, failure) -> {
			boolean same = phase != null && view.equals(this.follower.adopted());
			boolean never = failure != null && !(failure instanceof PhaseReader.UnknownNodesException)
					&& view.m() <= Phase.FIRST;
			if (same || never) {
				admitted.complete(null);
			}
			else {
				admitted.completeExceptionally(new IllegalStateException("the node has no record of pool '"
						+ this.parts.pool() + "', and whether it migrates cannot be told", failure));
			}
		});
	}

	@Override
	public CompletableFuture<KeyMover.Result> move(byte[] key, PoolNode source, PoolNode target, long m) {
		return this.tools.mover().move(m, source, target, List.of(key));
	}

	/** The nodes whose placement is another one than this pool's, for health. */
	List<String> mismatches() {
		return new ArrayList<>(this.controller.mismatches());
	}

	private record Waiter(Function<Phase, Boolean> condition, CompletableFuture<Boolean> seen) {

	}

	/**
	 * What was last seen of a migration.
	 *
	 * @param phase the phase
	 * @param revision the revision of its document
	 * @param progress how far the copying is
	 */
	record Known(Phase phase, long revision, Progress progress) {

	}

}
