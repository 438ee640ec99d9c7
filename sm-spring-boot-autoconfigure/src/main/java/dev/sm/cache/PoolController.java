package dev.sm.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.coordination.Operation;
import dev.sm.coordination.Transaction;
import dev.sm.membership.Requests;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.NodeRecord.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the machine decides that takes a pool through its migrations. On the
 * loop.
 */
final class PoolController {

	private static final Logger logger = LoggerFactory.getLogger(PoolController.class);

	private static final long TELL_EVERY = 500_000_000;

	private final Parts parts;

	private final MigrationTools tools;

	private final MigrationJobs jobs;

	private final ControllerMachine machine;

	private final Map<String, String> mismatches = new ConcurrentHashMap<>();

	/** What the mismatches are of. */
	private @Nullable Phase phase;

	private @Nullable CopyJob copying;

	private long wakeUpAt = Long.MAX_VALUE;

	private long toldAt;

	private @Nullable Progress told;

	private boolean stopped;

	private String lastFailure = "";

	PoolController(Parts parts, MigrationTools tools, MigrationJobs jobs) {
		this.parts = parts;
		this.tools = tools;
		this.jobs = jobs;
		this.machine = new ControllerMachine(parts.names(), parts.connections(), parts.patience());
	}

	void on(ControllerEvent event) {
		if (this.stopped) {
			return;
		}
		if (event instanceof ControllerEvent.Seen seen && !Objects.equals(seen.phase(), this.phase)) {
			this.phase = seen.phase();
			this.mismatches.clear();
		}
		long now = this.tools.clock().getAsLong();
		this.machine.on(event, now).forEach(this::perform);
		this.machine.wakeUpAt().ifPresent((at) -> {
			if (at < this.wakeUpAt) {
				this.wakeUpAt = at;
				this.tools.later().run(Math.max(0, at - now), () -> {
					this.wakeUpAt = Long.MAX_VALUE;
					on(new ControllerEvent.Tick());
				});
			}
		});
	}

	void stop() {
		this.stopped = true;
		stopCopying();
	}

	private void stopCopying() {
		if (this.copying != null) {
			this.copying.stop();
			this.copying = null;
		}
	}

	/** The nodes that are filled by another placement, with what is known of it. */
	Collection<String> mismatches() {
		return this.mismatches.values();
	}

	private void perform(ControllerAction action) {
		if (action instanceof ControllerAction.Commit commit) {
			Requests.send(() -> this.parts.store().commit(commit.transaction()))
				.whenComplete((result, failure) -> this.tools.loop().execute(() -> {
					if (failure == null && result.applied()) {
						log(commit.transaction());
					}
					on(new ControllerEvent.Answered());
				}));
		}
		else if (action instanceof ControllerAction.StopCopying) {
			stopCopying();
		}
		else if (action instanceof ControllerAction.Job job) {
			run(job).whenComplete((done, failure) -> this.tools.loop().execute(() -> settled(job, failure)));
		}
	}

	private void settled(ControllerAction.Job job, @Nullable Throwable failure) {
		if (failure == null) {
			on(new ControllerEvent.Done(job));
			return;
		}
		String reason = String.valueOf(Failures.unwrap(failure).getMessage());
		String text = "Migration " + job.phase().m() + " of pool '" + this.parts.pool() + "' cannot go on at "
				+ job.phase().step() + ": " + reason;
		if (!text.equals(this.lastFailure) && !this.stopped) {
			this.lastFailure = text;
			logger.warn("{}; trying again", text);
		}
		on(new ControllerEvent.Failed(job, reason));
	}

	private void log(Transaction transaction) {
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put && put.key().equals(this.parts.names().phase())) {
				Phase phase = PhaseDocument.parse(put.value());
				logger.info("Migration {} of pool '{}' is at {}", phase.m(), this.parts.pool(), phase.step());
			}
		}
	}

	private CompletableFuture<?> run(ControllerAction.Job job) {
		Phase phase = job.phase();
		long m = phase.m();
		Topology topology = this.parts.topology().apply(new Phase.View(m, true, phase.from(), phase.to()));
		List<PoolNode> holding = MigrationJobs.holding(topology);
		return switch (job.kind()) {
			case RECORDS -> records(phase);
			case SWEEP ->
				raise(holding, m, Stage.PREP, phase.to()).thenCompose((raised) -> this.jobs.sweep(topology, m));
			case PURGE -> raise(holding, m - 1, Stage.PREP, phase.from())
				.thenCompose((raised) -> this.jobs.purge(topology, m - 1))
				.thenCompose((purged) -> raise(holding, m, Stage.PREP, phase.from()));
			case OPEN -> cutOff(holding, job).thenCompose((cut) -> this.jobs.fences(topology));
			case RUN -> {
				tellAgain(m);
				yield raise(holding, m, Stage.RUN, phase.from());
			}
			case COPY -> copy(topology);
			case CLOSE -> raise(holding.stream().filter((node) -> topology.weight(node) > 0).toList(), m, Stage.CLOSED,
					phase.to());
			case FINISH -> raise(holding, m + 1, Stage.PREP, phase.to());
			case CANCEL -> raise(holding, m, Stage.PREP, phase.to());
			case SETTLE ->
				raise(holding, m, Stage.SETTLE, phase.from()).thenCompose((raised) -> this.jobs.settle(topology))
					.thenCompose((settled) -> this.jobs.fences(topology));
		};
	}

	private CompletableFuture<?> cutOff(List<PoolNode> nodes, ControllerAction.Job job) {
		return this.parts.topologies().scripted() ? CompletableFuture.completedFuture(null)
				: this.jobs.cutOff(nodes, this.parts.names().connections(), job.keep());
	}

	private CompletableFuture<Void> raise(List<PoolNode> nodes, long m, Stage stage, Map<String, Integer> weights) {
		return this.jobs.raise(nodes, (node) -> new NodeRecord(m, stage, this.parts.placement().of(node, weights)));
	}

	private CompletableFuture<?> copy(Topology topology) {
		CopyJob job = new CopyJob(topology, this.tools, this::tell);
		this.copying = job;
		return job.run();
	}

	/** At rest, each node for itself: one that is down must not keep others. */
	private CompletableFuture<?> records(Phase phase) {
		this.parts.nodes().nodes().forEach((node) -> {
			NodeRecord record = new NodeRecord(phase.m(), Stage.PREP, this.parts.placement().of(node, phase.to()));
			node.send(new MigrationCommand.RaiseRecord(this.tools.pool(), record), null)
				.thenAccept((found) -> this.tools.loop().execute(() -> check(node, record, found, phase)));
		});
		return CompletableFuture.completedFuture(null);
	}

	private void check(PoolNode node, NodeRecord expected, NodeRecord found, Phase phase) {
		boolean holds = phase.to().getOrDefault(node.id(), 0) > 0;
		boolean same = found.m() == expected.m() && (!holds || found.placement().equals(expected.placement()));
		if (same) {
			this.mismatches.remove(node.id());
			return;
		}
		if (found.m() > expected.m() && found.placement().equals(expected.placement()) && found.stage() == Stage.PREP) {
			on(new ControllerEvent.Behind(phase, found.m()));
			return;
		}
		String text = "node '" + node.id() + "' of pool '" + this.parts.pool()
				+ "' was filled under another placement: its" + " record is '" + found.format()
				+ "', and this pool's would be '" + expected.format() + "'";
		if (this.mismatches.put(node.id(), text) == null) {
			logger.error("{}. Keys may not be found. See docs/migration.md, 'A node of another placement'", text);
		}
	}

	private void tell(Progress progress) {
		long now = this.tools.clock().getAsLong();
		if (!progress.clean() && now - this.toldAt < TELL_EVERY && this.toldAt != 0) {
			return;
		}
		this.toldAt = now;
		this.told = progress;
		commit(progress);
	}

	/**
	 * That nothing is left may have been told in vain, or have been overtaken; unless it
	 * is known the migration cannot be ended.
	 */
	private void tellAgain(long m) {
		Progress last = this.told;
		if (last != null && last.m() == m && last.clean()) {
			commit(last);
		}
	}

	private void commit(Progress progress) {
		Requests.send(() -> this.parts.store()
			.commit(Transaction.builder().put(this.parts.names().progress(), progress.format()).build()));
	}

}
