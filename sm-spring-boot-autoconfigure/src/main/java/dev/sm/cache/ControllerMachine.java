package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

import dev.sm.cache.ControllerAction.Job;
import dev.sm.cache.ControllerAction.Kind;
import dev.sm.coordination.Election;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Takes a pool through its migrations, in the one instance that is elected to. Passive.
 * Each step is a job, which may be done again by anybody at any time, and then one
 * transaction that compares the term and the phase; so whoever is elected in the middle
 * does the present step once more.
 */
final class ControllerMachine {

	private static final long RETRY = 300_000_000L;

	private static final long REST = 5_000_000_000L;

	private final PoolNames names;

	private final String name;

	private final long patience;

	private final Election election;

	private final List<ControllerAction> actions = new ArrayList<>();

	private ControllerEvent.@Nullable Seen seen;

	private @Nullable Job running;

	private boolean opened;

	private boolean copied;

	private boolean atBarrier;

	private boolean answering;

	private long since;

	private long retryAt;

	private boolean waiting;

	/**
	 * Creates a machine.
	 * @param names where the pool's documents are
	 * @param name what the election's key says of this instance
	 * @param patience how long a participant that lives may take to confirm before its
	 * connections are ended, in nanoseconds
	 */
	ControllerMachine(PoolNames names, String name, long patience) {
		this.names = names;
		this.name = name;
		this.patience = patience;
		this.election = new Election(names.controller());
	}

	boolean isElected() {
		return this.election.isElected();
	}

	List<ControllerAction> on(ControllerEvent event, long now) {
		this.actions.clear();
		if (event instanceof ControllerEvent.Began began) {
			this.election.begin(began.session());
			if (this.seen != null) {
				this.election.see(this.seen.controller());
			}
		}
		else if (event instanceof ControllerEvent.Ended) {
			this.election.end();
			drop();
		}
		else if (event instanceof ControllerEvent.Seen seen) {
			see(seen, now);
		}
		else if (event instanceof ControllerEvent.Answered && this.answering) {
			this.answering = false;
			pause(now, RETRY);
		}
		else if (event instanceof ControllerEvent.Done done && done.job() == this.running) {
			this.running = null;
			done(done.job(), now);
		}
		else if (event instanceof ControllerEvent.Failed failed && failed.job() == this.running) {
			this.running = null;
			pause(now, RETRY);
		}
		else if (event instanceof ControllerEvent.Behind behind && this.seen != null && !this.answering
				&& behind.phase().equals(this.seen.phase())) {
			advance(Phase.stable(behind.m(), behind.phase().to()));
		}
		proceed(now);
		return List.copyOf(this.actions);
	}

	private void see(ControllerEvent.Seen next, long now) {
		boolean other = this.seen == null || this.seen.phaseRevision() != next.phaseRevision();
		this.seen = next;
		if (this.election.see(next.controller()) || other) {
			drop();
			this.since = now;
		}
		this.waiting &= !this.atBarrier;
	}

	/** Whatever is under way is of another phase or term; its answer will not count. */
	private void drop() {
		if (this.running != null && this.running.kind() == Kind.COPY) {
			this.actions.add(new ControllerAction.StopCopying());
		}
		this.running = null;
		this.opened = false;
		this.copied = false;
		this.answering = false;
		this.waiting = false;
	}

	private void pause(long now, long time) {
		this.waiting = true;
		this.atBarrier = false;
		this.retryAt = now + time;
	}

	private void proceed(long now) {
		ControllerEvent.Seen seen = this.seen;
		this.waiting = this.waiting && now - this.retryAt < 0;
		if (seen == null || this.answering || this.running != null || this.waiting) {
			return;
		}
		if (this.election.isVacant()) {
			commit(this.election.claim(this.name).build());
		}
		else if (seen.phase() != null && this.election.isReadInTerm(seen.revision())) {
			step(seen, seen.phase(), now);
		}
	}

	private void step(ControllerEvent.Seen seen, Phase phase, long now) {
		switch (phase.step()) {
			case STABLE -> job(phase.sweep() ? Kind.SWEEP : Kind.RECORDS, phase);
			case PURGE -> job(Kind.PURGE, phase);
			case AWARE -> barrier(seen, phase, Kind.OPEN, now);
			case SETTLE -> job(Kind.SETTLE, phase);
			case RUN -> job((this.opened && phase.copying() && !this.copied) ? Kind.COPY : Kind.RUN, phase);
			case CLOSED -> job(Kind.CLOSE, phase);
			case NEW -> barrier(seen, phase, Kind.FINISH, now);
			case CANCEL -> job(Kind.CANCEL, phase);
		}
	}

	private void barrier(ControllerEvent.Seen seen, Phase phase, Kind next, long now) {
		Phase.View view = phase.view();
		boolean all = seen.confirmations().values().stream().allMatch((confirmation) -> confirmation.reached(view));
		if (all || now - this.since >= this.patience) {
			job(next, phase);
		}
		else {
			this.waiting = true;
			this.atBarrier = true;
			this.retryAt = this.since + this.patience;
		}
	}

	private void job(Kind kind, Phase phase) {
		Job job = new Job(kind, phase, (kind == Kind.OPEN) ? confirmed(phase) : Set.of());
		this.running = job;
		this.actions.add(job);
	}

	/** The connections of those who may go on. */
	private Set<String> confirmed(Phase phase) {
		Set<String> names = new TreeSet<>();
		Phase.View view = phase.view();
		if (this.seen != null) {
			for (Map.Entry<String, Confirmation> entry : this.seen.confirmations().entrySet()) {
				if (entry.getValue().reached(view)) {
					names.add(entry.getValue().connections());
				}
			}
		}
		return names;
	}

	private void done(Job job, long now) {
		Phase phase = job.phase();
		switch (job.kind()) {
			case RECORDS -> pause(now, REST);
			case SWEEP -> advance(phase.swept());
			case PURGE -> advance(phase.at(Phase.Step.AWARE));
			case OPEN, SETTLE -> advance(phase.at(Phase.Step.RUN));
			case RUN -> {
				this.opened = true;
				if (!phase.copying() || this.copied) {
					pause(now, REST);
				}
			}
			case COPY -> {
				if (phase.automatic()) {
					advance(phase.at(Phase.Step.CLOSED));
				}
				else {
					this.copied = true;
					pause(now, REST);
				}
			}
			case CLOSE -> advance(phase.at(Phase.Step.NEW));
			case FINISH -> advance(phase.finished());
			case CANCEL -> advance(phase.cancelled());
		}
	}

	private void advance(Phase next) {
		ControllerEvent.Seen seen = this.seen;
		if (seen == null || !this.election.isElected()) {
			return;
		}
		Transaction.Builder transaction = this.election
			.compare(Transaction.builder().ifUnchanged(this.names.phase(), seen.phaseRevision()))
			.put(this.names.phase(), PhaseDocument.format(next));
		if (next.step() == Phase.Step.STABLE) {
			transaction.put(this.names.weights(), WeightsDocument.format(next.to()));
		}
		commit(transaction.build());
	}

	private void commit(Transaction transaction) {
		this.answering = true;
		this.actions.add(new ControllerAction.Commit(transaction));
	}

	OptionalLong wakeUpAt() {
		return this.waiting ? OptionalLong.of(this.retryAt) : OptionalLong.empty();
	}

}
