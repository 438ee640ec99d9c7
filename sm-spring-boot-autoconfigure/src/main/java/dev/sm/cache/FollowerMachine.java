package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Follows the phases of a pool in one instance: adopts a view as soon as it is known, and
 * confirms it once nothing that was begun before can have an effect. Passive. An instance
 * without a session goes on in the view that it has, and confirms nothing.
 */
final class FollowerMachine {

	private static final long RETRY = 100_000_000;

	private final List<FollowerAction> actions = new ArrayList<>();

	private Phase.View adopted;

	private Phase.View drained;

	private Phase.@Nullable View confirmed;

	private Phase.@Nullable View pending;

	private @Nullable String session;

	private long revision;

	private boolean draining;

	private boolean writing;

	private boolean waiting;

	private long retryAt;

	/**
	 * Creates a machine.
	 * @param first the view in which the instance starts
	 * @param revision the revision of the phase that it is of
	 */
	FollowerMachine(Phase.View first, long revision) {
		this.adopted = first;
		this.drained = first;
		this.revision = revision;
	}

	Phase.View adopted() {
		return this.adopted;
	}

	/** Whether the present view is confirmed in the present session. */
	boolean isConfirmed() {
		return this.adopted.equals(this.confirmed);
	}

	List<FollowerAction> on(FollowerEvent event, long now) {
		this.actions.clear();
		if (event instanceof FollowerEvent.Began began) {
			this.session = began.session();
			this.confirmed = null;
		}
		else if (event instanceof FollowerEvent.Ended) {
			this.session = null;
			this.confirmed = null;
		}
		else if (event instanceof FollowerEvent.Seen seen) {
			seen(seen);
		}
		else if (event instanceof FollowerEvent.Drained done) {
			this.draining = false;
			this.drained = done.view();
		}
		else if (event instanceof FollowerEvent.Written written) {
			written(written.applied(), now);
		}
		else if (event instanceof FollowerEvent.Failed) {
			this.draining = false;
			this.writing = false;
			this.pending = null;
			pause(now);
		}
		proceed(now);
		return List.copyOf(this.actions);
	}

	private void seen(FollowerEvent.Seen seen) {
		if (seen.revision() <= this.revision) {
			return;
		}
		this.revision = seen.revision();
		this.waiting = false;
		Phase.View view = seen.phase().view();
		if (this.adopted.before(view)) {
			this.adopted = view;
			this.actions.add(new FollowerAction.Adopt(view));
		}
	}

	private void written(boolean applied, long now) {
		this.writing = false;
		if (applied && this.session != null) {
			this.confirmed = this.pending;
		}
		else if (!applied) {
			pause(now);
		}
		this.pending = null;
	}

	private void pause(long now) {
		this.waiting = true;
		this.retryAt = now + RETRY;
	}

	private void proceed(long now) {
		if (this.waiting && now - this.retryAt < 0) {
			return;
		}
		this.waiting = false;
		if (!this.drained.equals(this.adopted) && !this.draining) {
			this.draining = true;
			this.actions.add(new FollowerAction.Drain(this.adopted));
		}
		if (this.session != null && !this.drained.equals(this.confirmed) && !this.writing) {
			this.writing = true;
			this.pending = this.drained;
			this.actions.add(new FollowerAction.Confirm(this.session, this.drained, this.revision));
		}
	}

	OptionalLong wakeUpAt() {
		return this.waiting ? OptionalLong.of(this.retryAt) : OptionalLong.empty();
	}

}
