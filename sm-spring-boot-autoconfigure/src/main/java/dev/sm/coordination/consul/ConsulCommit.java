package dev.sm.coordination.consul;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Operation;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Commits one transaction. It is sent again only after Consul has refused it, and not if
 * its outcome is unknown.
 */
final class ConsulCommit {

	private final ConsulCalls calls;

	private final Transaction transaction;

	private final LongSupplier flags;

	private final Set<String> rebound = new HashSet<>();

	private @Nullable Map<String, ConsulOp.Present> present;

	ConsulCommit(ConsulCalls calls, Transaction transaction, LongSupplier flags) {
		this.calls = calls;
		this.transaction = transaction;
		this.flags = flags;
	}

	CommitResult apply() {
		while (true) {
			List<ConsulOp> operations = plan();
			if (operations.isEmpty()) {
				return new CommitResult(true, new ConsulReads(this.calls).revision("/sm"));
			}
			ConsulAnswer answer = send(operations);
			if (answer.isOk()) {
				return new CommitResult(true, revision(ConsulJson.outcome(answer)));
			}
			if (!answer.isConflict()) {
				throw refused(answer);
			}
			if (isCompareRefused(operations, ConsulJson.outcome(answer).failures())) {
				return new CommitResult(false, new ConsulReads(this.calls).revision(operations.get(0).key()));
			}
		}
	}

	private List<ConsulOp> plan() {
		List<ConsulOp> operations = new ConsulPlan(this.transaction, this.flags.getAsLong(), this.rebound, this.present)
			.operations();
		if (operations.size() > ConsulPlan.MAX_OPERATIONS && this.present == null) {
			this.present = look();
			return plan();
		}
		if (operations.size() > ConsulPlan.MAX_OPERATIONS) {
			throw new CoordinationException("the transaction takes " + operations.size()
					+ " operations of Consul, which takes " + ConsulPlan.MAX_OPERATIONS
					+ ": it frees or binds anew too many keys that are bound to sessions");
		}
		return operations;
	}

	private Map<String, ConsulOp.Present> look() {
		Map<String, ConsulOp.Present> seen = new HashMap<>();
		for (Operation operation : this.transaction.operations()) {
			if (operation instanceof Operation.Put put && put.sessionId() == null) {
				Entry entry = new ConsulReads(this.calls).get(put.key());
				if (entry != null) {
					seen.put(put.key(), new ConsulOp.Present(entry.revision(), entry.sessionId()));
				}
			}
		}
		return seen;
	}

	private ConsulAnswer send(List<ConsulOp> operations) {
		byte[] body = ConsulJson.write(operations.stream().map((operation) -> Map.of("KV", operation.body())).toList());
		// a transaction that only compares can be repeated
		boolean repeatable = this.transaction.operations().isEmpty();
		return this.calls.ask("commit", repeatable, (api) -> api.transact(body));
	}

	private RuntimeException refused(ConsulAnswer answer) {
		if (answer.status() == 413) {
			return new CoordinationException("Consul takes no transaction of this size: 'limits.txn_max_req_len' of"
					+ " its agents must be at least 2097152 (" + answer.text() + ")");
		}
		return this.calls.refused("commit", answer);
	}

	private long revision(ConsulJson.Outcome outcome) {
		return this.transaction.operations().isEmpty()
				? new ConsulReads(this.calls).revision(this.transaction.compares().get(0).key()) : outcome.revision();
	}

	/**
	 * Finds out why Consul has refused.
	 * @return whether a compare of the caller has failed; if not, it is worth another try
	 */
	private boolean isCompareRefused(List<ConsulOp> operations, List<ConsulJson.Failure> failures) {
		boolean compareFailed = false;
		boolean looked = false;
		for (ConsulJson.Failure failure : failures) {
			ConsulOp operation = operation(operations, failure);
			if (failure.says("ermission denied") || failure.says("ACL not found")) {
				throw new CoordinationException(
						"Consul denied 'commit' to the token that is configured: " + failure.reason());
			}
			compareFailed |= operation.role() == ConsulOp.Role.COMPARE;
			looked |= operation.role() == ConsulOp.Role.GUARD;
		}
		if (compareFailed) {
			return true;
		}
		failures.forEach((failure) -> checkLock(operation(operations, failure), failure));
		if (looked) {
			this.present = look();
			if (!this.calls.pause()) {
				throw new CoordinationException("Consul refused 'commit': the keys change all the time");
			}
		}
		return false;
	}

	private static ConsulOp operation(List<ConsulOp> operations, ConsulJson.Failure failure) {
		if (failure.operation() < 0 || failure.operation() >= operations.size()) {
			throw new CoordinationException("Consul refused 'commit': " + failure.reason());
		}
		return operations.get(failure.operation());
	}

	private void checkLock(ConsulOp operation, ConsulJson.Failure failure) {
		if (operation.role() == ConsulOp.Role.GUARD) {
			return;
		}
		if (operation.role() == ConsulOp.Role.LOCK && failure.says("session")) {
			throw new SessionLostException(String.valueOf(operation.body().get("Session")));
		}
		boolean held = operation.role() == ConsulOp.Role.LOCK && failure.says("lock is already held");
		if (!held || !this.rebound.add(operation.key())) {
			throw new CoordinationException("Consul refused 'commit': " + failure.reason());
		}
	}

}
