package dev.sm.manager;

import java.util.HashMap;
import java.util.Map;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Registrations that a stranger has overwritten, so that they outlive every session.
 * Whose they were writes them anew as long as it lives; nobody does for one that has
 * died. After the time in which any session ends, and if no status is bound to a session
 * either, the controller removes such a key, and the participant counts as gone.
 */
final class Overwritten {

	private final ServiceState state;

	private final Rules rules;

	private final Map<String, Seen> seen = new HashMap<>();

	private long patience;

	Overwritten(ServiceState state, Rules rules) {
		this.state = state;
		this.rules = rules;
	}

	/**
	 * Begins to watch.
	 * @param patience the time in which any session ends that is not renewed, in
	 * nanoseconds
	 */
	void begin(long patience) {
		this.patience = patience;
		this.seen.clear();
	}

	/**
	 * Removes one that nobody has restored.
	 * @param term the revision of the controller key
	 * @param now the time
	 * @return the transaction, or {@code null} if there is nothing to do
	 */
	@Nullable Transaction removal(long term, long now) {
		this.seen.keySet().removeIf((id) -> !isOverwritten(id));
		for (String id : this.state.registrations().keySet()) {
			long revision = this.state.registrationRevision(id);
			if (isOverwritten(id)) {
				Seen before = this.seen.get(id);
				if (before == null || before.revision != revision) {
					this.seen.put(id, new Seen(revision, now));
				}
				else if (now - before.since - this.patience >= 0 && !hasSession(id)) {
					return remove(id, revision, term);
				}
			}
		}
		return null;
	}

	private boolean isOverwritten(String id) {
		return Registration.UNKNOWN.equals(this.state.incarnation(id));
	}

	private boolean hasSession(String id) {
		Entry status = this.state.statusKey(id);
		return status != null && status.sessionId() != null;
	}

	private Transaction remove(String id, long revision, long term) {
		ServiceKeys keys = this.state.keys();
		Entry status = this.state.statusKey(id);
		Transaction.Builder transaction = Transaction.builder();
		this.rules.compareTerm(transaction, keys.controller(), term);
		return transaction.ifUnchanged(keys.participant(id), revision)
			.ifUnchanged(keys.status(id), (status != null) ? status.revision() : 0)
			.delete(keys.participant(id))
			.build();
	}

	void wake(WakeUp wakeUp) {
		this.seen.values().forEach((one) -> wakeUp.at(one.since + this.patience));
	}

	/**
	 * What was seen.
	 *
	 * @param revision the revision of the key
	 * @param since when it was first seen so
	 */
	private record Seen(long revision, long since) {

	}

}
