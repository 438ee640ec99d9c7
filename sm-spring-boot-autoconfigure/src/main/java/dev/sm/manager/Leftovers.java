package dev.sm.manager;

import java.util.Map;
import java.util.Set;

import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What nobody needs any more: wishes to resume shards that are in quarantine nowhere,
 * what was left of shards that are gone, and chunks that no document has any more.
 */
final class Leftovers {

	private static final int MAX_AT_ONCE = 40;

	private final ServiceState state;

	private final Set<String> shards;

	Leftovers(ServiceState state, Set<String> shards) {
		this.state = state;
		this.shards = shards;
	}

	/**
	 * Removes some of it.
	 * @param condition adds what has to hold
	 * @return the transaction, or {@code null} if there is nothing to remove
	 */
	@Nullable Transaction transaction(Condition condition) {
		Transaction.Builder transaction = Transaction.builder();
		this.state.resumes().keySet().forEach((shard) -> {
			if (!isQuarantined(shard) && transaction.size() < MAX_AT_ONCE) {
				transaction.delete(this.state.keys().resume(shard));
			}
		});
		for (Map.Entry<String, Versioned<StateDocument>> left : this.state.states().entrySet()) {
			String shard = left.getKey();
			boolean wanted = this.shards.contains(shard) || this.state.frozen().contains(shard)
					|| this.state.specs().containsKey(shard) || this.state.index().shards().contains(shard);
			if (!wanted && transaction.size() < MAX_AT_ONCE) {
				transaction.ifUnchanged(this.state.keys().state(shard), left.getValue().revision())
					.delete(this.state.keys().state(shard));
			}
		}
		this.state.chunked().unlisted().forEach((head, names) -> {
			if (transaction.size() + names.size() < MAX_AT_ONCE || transaction.size() == 0) {
				transaction.ifUnchanged(head, this.state.headRevision(head));
				names.stream().limit(MAX_AT_ONCE).forEach((name) -> transaction.delete(ServiceKeys.chunk(head, name)));
			}
		});
		if (transaction.size() == 0) {
			return null;
		}
		condition.add(transaction);
		return transaction.build();
	}

	private boolean isQuarantined(String shard) {
		return this.state.statuses()
			.entrySet()
			.stream()
			.anyMatch((status) -> status.getValue().value().quarantined().containsKey(shard)
					&& status.getValue().value().incarnation().equals(this.state.incarnation(status.getKey())));
	}

	/** Adds conditions to a transaction. */
	interface Condition {

		void add(Transaction.Builder transaction);

	}

}
