package dev.sm.manager;

import dev.sm.coordination.Transaction;
import dev.sm.membership.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * Registers this instance under its id, once per session and only while nobody else is
 * registered: an earlier session of the same id is waited for, never overwritten and
 * never adopted.
 */
final class Registrar {

	private final OwnershipSettings settings;

	private final ServiceState state;

	private final Mirror mirror;

	private final Outbox out;

	private final Rules rules;

	private final Backoff backoff = new Backoff();

	private boolean busy;

	private @Nullable String registered;

	private @Nullable String asked;

	private long seenEpoch;

	private @Nullable String other;

	private long otherSince;

	private boolean told;

	Registrar(OwnershipSettings settings, ServiceState state, Mirror mirror, Outbox out, Rules rules) {
		this.settings = settings;
		this.state = state;
		this.mirror = mirror;
		this.out = out;
		this.rules = rules;
	}

	boolean registered(@Nullable Incarnation incarnation) {
		return incarnation != null && incarnation.id().equals(this.state.incarnation(this.settings.participantId()));
	}

	void advance(@Nullable Incarnation incarnation, boolean draining, long now) {
		if (incarnation == null || !this.mirror.synced()) {
			this.other = null;
			return;
		}
		Versioned<Registration> present = this.state.registrations().get(this.settings.participantId());
		if (registered(incarnation)) {
			this.registered = incarnation.id();
		}
		boolean overwritten = present != null && present.value().incarnation().equals(Registration.UNKNOWN);
		if (present != null && !present.value().incarnation().equals(incarnation.id()) && this.rules.waitsForOther()
				&& !(overwritten && restores(incarnation.id(), now))) {
			waitFor(present.value().incarnation(), now);
			return;
		}
		this.other = null;
		if (!incarnation.id().equals(this.asked)) {
			this.asked = incarnation.id();
			this.seenEpoch = this.state.highestEpoch();
		}
		Registration wanted = Registration.of(this.settings, incarnation.id(), draining, this.seenEpoch,
				this.rules.knowsChunks());
		if (present != null && present.value().equals(wanted) || this.busy || this.backoff.waiting(now)) {
			return;
		}
		register(wanted, (present != null) ? present : null);
	}

	/**
	 * Whether to write the registration anew that a stranger has overwritten: at once by
	 * the session whose it was, by another when that one would have done so long since.
	 */
	private boolean restores(String incarnation, long now) {
		return incarnation.equals(this.registered)
				|| Registration.UNKNOWN.equals(this.other) && now - this.otherSince - patience() >= 0;
	}

	private void register(Registration wanted, @Nullable Versioned<Registration> present) {
		String key = this.state.keys().participant(this.settings.participantId());
		Transaction.Builder transaction = Transaction.builder().put(key, wanted.encode(), wanted.incarnation());
		if (present != null && (present.value().incarnation().equals(wanted.incarnation())
				|| present.value().incarnation().equals(Registration.UNKNOWN))) {
			transaction.ifUnchanged(key, present.revision());
		}
		else {
			this.rules.compareUnregistered(transaction, key);
		}
		this.busy = true;
		this.out.commit(transaction.build(), (outcome, reason, now) -> {
			this.busy = false;
			if (outcome == Outbox.Outcome.APPLIED) {
				this.backoff.succeeded();
				return;
			}
			this.backoff.failed(now);
			this.mirror.refresh();
		});
	}

	private void waitFor(String incarnation, long now) {
		if (!incarnation.equals(this.other)) {
			this.other = incarnation;
			this.otherSince = now;
			this.out.notice("waits for the end of session '" + incarnation + "', which is registered under this id");
		}
		if (!this.told && now - this.otherSince - patience() >= 0) {
			this.told = true;
			this.out.warn("another live instance is registered under the id of this one");
			this.out.add(new ServiceAction.Duplicate());
		}
	}

	/** An abandoned session is over after its time to live, or twice that in Consul. */
	private long patience() {
		return this.settings.sessionTtl().toNanos() * 5 / 2;
	}

	void wake(WakeUp wakeUp, long now) {
		this.backoff.wake(wakeUp, now);
		if (this.other != null && !this.told) {
			wakeUp.at(this.otherSince + patience());
		}
	}

}
