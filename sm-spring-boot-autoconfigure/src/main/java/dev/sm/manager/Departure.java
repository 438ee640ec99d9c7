package dev.sm.manager;

import dev.sm.coordination.Transaction;
import dev.sm.membership.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * An orderly stop: mark as draining, wait until everything was handed off, drop what
 * nobody takes, sign off. Whatever is not done when the budget ends is left to the end of
 * the session.
 */
final class Departure {

	private final String id;

	private final ServiceState state;

	private final Outbox out;

	private @Nullable Long deadline;

	private boolean signedOff;

	private boolean finished;

	Departure(String id, ServiceState state, Outbox out) {
		this.id = id;
		this.state = state;
		this.out = out;
	}

	void begin(long deadline) {
		if (this.deadline == null) {
			this.deadline = deadline;
		}
	}

	boolean begun() {
		return this.deadline != null;
	}

	boolean finished() {
		return this.finished;
	}

	void advance(@Nullable ParticipantMachine participant, @Nullable ControllerMachine controller,
			@Nullable Incarnation incarnation, boolean known, long now) {
		if (this.deadline == null || this.finished) {
			return;
		}
		if (now - this.deadline >= 0 || participant == null || controller == null || incarnation == null) {
			if (participant != null) {
				participant.release();
			}
			if (now - this.deadline >= 0 || participant == null || participant.slots().isEmpty()) {
				finish();
			}
			return;
		}
		if (!known) {
			// whether there is anybody to hand off to
			return;
		}
		boolean nothingGiven = !owns();
		if (!participant.registered() || nothingGiven && participant.slots().isEmpty() || !somebodyElse()) {
			participant.release();
			if (participant.slots().isEmpty() && !this.signedOff && !controller.isBusy()) {
				signOff(participant.registered(), controller.term());
			}
		}
	}

	/** Whether the assignment still has entries for this participant that others want. */
	private boolean owns() {
		Versioned<AssignmentDocument> document = this.state.assignments().get(this.id);
		return document != null && document.value().incarnation().equals(this.state.incarnation(this.id))
				&& document.value().entries().values().stream().anyMatch(AssignmentDocument.Item::owns);
	}

	private boolean somebodyElse() {
		return this.state.registrations()
			.entrySet()
			.stream()
			.anyMatch((entry) -> !entry.getKey().equals(this.id) && !entry.getValue().value().draining()
					&& entry.getValue().value().weight() > 0 && !this.state.drains().contains(entry.getKey()));
	}

	private void signOff(boolean registered, long term) {
		this.signedOff = true;
		ServiceKeys keys = this.state.keys();
		Transaction.Builder transaction = Transaction.builder();
		if (registered) {
			transaction.ifUnchanged(keys.participant(this.id), this.state.registrationRevision(this.id))
				.delete(keys.participant(this.id))
				.delete(keys.status(this.id));
		}
		if (term != 0) {
			transaction.ifUnchanged(keys.controller(), term).delete(keys.controller());
		}
		if (transaction.size() == 0) {
			finish();
			return;
		}
		this.out.commit(transaction.build(), (outcome, reason, now) -> finish());
	}

	private void finish() {
		if (!this.finished) {
			this.finished = true;
			this.out.add(new ServiceAction.Stopped());
		}
	}

	void wake(WakeUp wakeUp) {
		if (this.deadline != null && !this.finished) {
			wakeUp.at(this.deadline);
		}
	}

}
