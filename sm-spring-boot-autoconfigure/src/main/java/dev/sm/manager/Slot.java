package dev.sm.manager;

import java.util.Objects;

import dev.sm.manager.ServiceAction.Call;
import dev.sm.manager.StatusDocument.Stage;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * One shard on one participant: sees to it that its handler is called to prepare, add and
 * drop in this order, one call at a time, whatever is wished meanwhile.
 * <p>
 * A wish is what the assignment document says at present: nothing, prepare, own at an
 * epoch, or drop. A handler is told to drop once for every epoch that it was told to add,
 * however often adding was tried. A shard that fails to be added, or whose handler does
 * not return, is given up and quarantined: it is held no longer, and waits to be taken.
 */
final class Slot {

	private final String id;

	private final Slots slots;

	private AssignmentDocument.@Nullable Item wish;

	private @Nullable OwnedShard shard;

	private @Nullable Invocation running;

	private boolean prepared;

	private boolean added;

	private boolean addCalled;

	private boolean everAdded;

	private boolean failed;

	private boolean dropAcknowledged;

	private final Inheritance inheritance = new Inheritance();

	private int failures;

	private long retryAt;

	private @Nullable Long waitingSince;

	private SmoothedLoad load;

	Slot(String id, Slots slots) {
		this.id = id;
		this.slots = slots;
		this.load = new SmoothedLoad(slots.loads());
	}

	/**
	 * Takes what the document says now.
	 * @param item the entry, or {@code null} if there is none, so that the shard may be
	 * somebody else's already
	 * @return whether that is anything new
	 */
	boolean wish(AssignmentDocument.@Nullable Item item) {
		boolean changed = !Objects.equals(this.wish, item);
		this.wish = item;
		OwnedShard current = this.shard;
		if (current != null && (item == null || !item.owns() || item.epoch() != current.epoch())) {
			current.release();
		}
		return changed;
	}

	void advance(long now) {
		if (this.running != null) {
			watchOver(this.running, now);
			return;
		}
		if (this.shard != null && !stays(this.shard)) {
			leave(now);
		}
		else if (this.shard != null) {
			tryAdd(this.shard, now);
		}
		else if (this.wish != null && this.slots.rules().owns(this.wish)) {
			if (this.slots.hasLeft(this.id, this.wish.epoch())) {
				this.slots.quarantine(this.id, "it was dropped when its assignment could not be read, which is back",
						now);
				return;
			}
			this.shard = this.slots.shard(this.id, this.wish.epoch());
			this.failures = 0;
			this.failed = false;
			this.added = false;
			this.addCalled = false;
			this.inheritance.begin(this.wish.stateEpoch());
			tryAdd(this.shard, now);
		}
		else if (prepares() && !this.prepared) {
			invoke(Call.PREPARE, this.slots.shard(this.id, 0), now);
		}
		else if (this.wish == null && this.prepared) {
			invoke(Call.DISCARD, this.slots.shard(this.id, 0), now);
		}
	}

	private boolean prepares() {
		return this.wish != null && this.wish.prepares();
	}

	private boolean wishes(AssignmentDocument.Mark mark) {
		return this.wish != null && this.wish.mark() == mark;
	}

	private boolean stays(OwnedShard current) {
		return this.wish != null && wishes(AssignmentDocument.Mark.OWN) && this.wish.epoch() == current.epoch()
				&& (current.owned() || this.failed);
	}

	private void tryAdd(OwnedShard current, long now) {
		if (!this.added && !this.failed && (!this.addCalled || now - this.retryAt >= 0) && knowsState(now)) {
			this.addCalled = true;
			invoke(Call.ADD, current, now);
		}
	}

	/** Whether what the last owner has left is here, or there is nothing to wait for. */
	private boolean knowsState(long now) {
		return this.inheritance.isKnown() || this.slots.legacies().fetch(this.id, this.inheritance, now);
	}

	private void leave(long now) {
		if (this.addCalled && this.shard != null) {
			invoke(Call.DROP, this.shard, now);
		}
		else if (!wishes(AssignmentDocument.Mark.DROP) || knowsState(now)) {
			left(null);
			advance(now);
		}
	}

	/** What was never taken over is left for the next one as it was found. */
	private void left(byte @Nullable [] state) {
		this.slots.urgent();
		if (this.shard != null) {
			this.shard.release();
			bequeath(state);
			if (this.addCalled && !wishes(AssignmentDocument.Mark.DROP)) {
				this.slots.left(this.id, this.shard.epoch());
			}
		}
		this.everAdded = false;
		this.shard = null;
		this.added = false;
		this.addCalled = false;
		this.failed = false;
		this.dropAcknowledged = false;
		this.prepared = false;
		this.waitingSince = null;
		this.load = new SmoothedLoad(this.slots.loads());
	}

	private void bequeath(byte @Nullable [] state) {
		if (this.shard != null) {
			byte[] last = (state == null && !this.everAdded) ? this.inheritance.state() : state;
			this.slots.legacies().leave(this.id, this.shard.epoch(), last, this.wish, this.dropAcknowledged);
			this.inheritance.begin(0);
		}
	}

	private void invoke(Call call, OwnedShard shard, long now) {
		byte[] state = (call == Call.ADD) ? this.inheritance.state() : null;
		this.running = new Invocation(this.slots.invoke(this, call, shard, state), call, now + this.slots.timeout());
	}

	/**
	 * A handler has returned.
	 * @param error what it threw, or {@code null}
	 * @param state what a drop has left for the next owner, or {@code null}
	 */
	void done(@Nullable String error, byte @Nullable [] state, long now) {
		Invocation done = this.running;
		if (done == null) {
			return;
		}
		this.running = null;
		this.waitingSince = null;
		if (done.call != Call.ADD) {
			this.slots.urgent();
		}
		switch (done.call) {
			case PREPARE -> this.prepared = true;
			case DISCARD -> this.prepared = false;
			case ADD -> addDone((error == null && done.interrupted) ? "it did not return in time" : error, now);
			case DROP -> left(state);
		}
		if (error != null && done.call != Call.ADD) {
			this.slots.warn("handler failed to " + done.call.name().toLowerCase(java.util.Locale.ROOT) + " shard '"
					+ this.id + "': " + error);
		}
	}

	private void addDone(@Nullable String error, long now) {
		if (error == null) {
			this.added = true;
			this.everAdded = true;
			this.failures = 0;
			this.slots.succeeded(this.id);
			return;
		}
		if (this.shard == null || !stays(this.shard)) {
			return;
		}
		this.failures++;
		if (this.failures >= this.slots.attempts()) {
			quarantine("adding failed " + this.failures + " times: " + error, now);
			return;
		}
		this.retryAt = now + this.slots.retryDelay(this.failures);
		this.slots.warn("handler failed to add shard '" + this.id + "', will be tried again: " + error);
	}

	private void quarantine(String reason, long now) {
		if (this.failed) {
			return;
		}
		this.failed = true;
		if (this.shard != null) {
			this.shard.release();
		}
		this.slots.quarantine(this.id, reason, now);
	}

	private void watchOver(Invocation invocation, long now) {
		if (!invocation.interrupted && now - invocation.deadline >= 0) {
			invocation.interrupted = true;
			this.slots.interrupt(invocation.id);
			this.slots.warn("handler does not return from call " + invocation.call + " of shard '" + this.id
					+ "' and was interrupted");
			if (invocation.call == Call.DROP) {
				hung();
			}
		}
		if (invocation.call != Call.DROP && now - invocation.deadline - this.slots.timeout() >= 0) {
			hungOtherwise(invocation, now);
		}
		if (this.wish != null && wishes(AssignmentDocument.Mark.OWN) && blocked(invocation)) {
			this.waitingSince = (this.waitingSince != null) ? this.waitingSince : (Long) now;
			if (now - this.waitingSince - this.slots.timeout() >= 0) {
				this.slots.quarantine(this.id, "an earlier call of its handler hangs", now);
			}
		}
	}

	private boolean blocked(Invocation invocation) {
		return invocation.call != Call.ADD || this.shard == null || this.wish == null
				|| this.shard.epoch() != this.wish.epoch();
	}

	private void hungOtherwise(Invocation invocation, long now) {
		if (invocation.call == Call.PREPARE || invocation.call == Call.DISCARD) {
			this.prepared = invocation.call == Call.PREPARE;
			this.slots.urgent();
		}
		else if (this.shard != null && !stays(this.shard)) {
			hung();
		}
		else {
			quarantine("its handler hangs in add", now);
		}
	}

	private void hung() {
		if (this.dropAcknowledged) {
			return;
		}
		switch (this.slots.hungDrop()) {
			case FENCE -> {
				bequeath(null);
				this.dropAcknowledged = true;
				this.slots.urgent();
				if (this.shard != null && this.slots.rules().releasesHung()) {
					this.shard.release();
				}
				this.slots.warn("shard '" + this.id + "' is handed over although its handler has not returned");
			}
			case EXIT -> {
				this.dropAcknowledged = true;
				this.slots.exit("the handler of shard '" + this.id + "' does not return from drop");
			}
			case WAIT -> {
				// held until it returns
			}
		}
	}

	/**
	 * What the status says about it.
	 * @return the line, or {@code null} if nothing is held or acted on here
	 */
	StatusDocument.@Nullable Held status() {
		OwnedShard current = this.shard;
		boolean leaving = current != null && !stays(current);
		if (current == null || leaving && this.dropAcknowledged && this.slots.hungDrop() == HungDrop.FENCE) {
			return (this.wish != null && wishes(AssignmentDocument.Mark.OWN))
					? new StatusDocument.Held(Stage.ADDING, this.wish.epoch(), ShardLoad.none()) : null;
		}
		if (leaving && !this.slots.rules().tellsDropping()) {
			return null;
		}
		Stage stage = leaving ? Stage.DROPPING : this.failed ? Stage.FAILED : this.added ? Stage.HELD : Stage.ADDING;
		return new StatusDocument.Held(stage, current.epoch(), this.load.load());
	}

	boolean isPrepared() {
		boolean discarding = this.running != null && this.running.call == Call.DISCARD;
		return this.prepared && this.shard == null && !discarding && prepares();
	}

	String id() {
		return this.id;
	}

	/** Whether nothing is left to be done or to be known. */
	boolean isIdle() {
		return this.shard == null && this.running == null && this.wish == null && !this.prepared;
	}

	/** Whether nothing is to be done before something happens. */
	boolean isSettled() {
		if (this.running != null) {
			return false;
		}
		if (this.shard != null) {
			return stays(this.shard) && (this.added || this.failed);
		}
		return !wishes(AssignmentDocument.Mark.OWN)
				&& (prepares() == this.prepared || this.wish != null && !prepares());
	}

	/** Whether nothing is to be done before a handler returns, or is late. */
	boolean isCalling() {
		return this.running != null;
	}

	/** Whether adding has failed for good, and the shard waits to be taken. */
	boolean isGivenUp() {
		return this.failed;
	}

	@Nullable OwnedShard shard() {
		return this.shard;
	}

	boolean isAdded() {
		return this.added;
	}

	void load(ShardLoad measured, long now) {
		this.load.measured(measured, now);
	}

	void wake(WakeUp wakeUp) {
		if (this.running != null) {
			long deadline = this.running.deadline;
			wakeUp.at(this.running.interrupted ? deadline + this.slots.timeout() : deadline);
			if (this.waitingSince != null) {
				wakeUp.at(this.waitingSince + this.slots.timeout());
			}
		}
		else if (this.shard != null && this.addCalled && !this.added && !this.failed) {
			wakeUp.at(this.retryAt);
		}
		this.inheritance.wake(wakeUp);
	}

	/** A call that is under way. */
	private static final class Invocation {

		private final long id;

		private final Call call;

		private final long deadline;

		private boolean interrupted;

		private Invocation(long id, Call call, long deadline) {
			this.id = id;
			this.call = call;
			this.deadline = deadline;
		}

	}

}
