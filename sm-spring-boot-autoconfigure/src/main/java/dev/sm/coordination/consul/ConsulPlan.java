package dev.sm.coordination.consul;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sm.coordination.Compare;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Says a transaction in the operations that Consul has.
 * <p>
 * What differs: {@code set} leaves a key bound to its session, so a key that is to be
 * free is removed first, in the same transaction; a write of what is there already is no
 * change, so each carries a flag that none had before; a removal does not tell its index,
 * so where nothing is written the key is written before it is removed. This takes more
 * operations than the transaction has. If they are more than Consul takes, the state of
 * the keys is read first, and each write takes one operation that compares it.
 */
final class ConsulPlan {

	/** The most operations that Consul takes. */
	static final int MAX_OPERATIONS = 64;

	private final Transaction transaction;

	private final long flag;

	/** Bound keys that are bound to another session now. */
	private final Set<String> rebound;

	/** The state of the keys, if it was read. */
	private final @Nullable Map<String, ConsulOp.Present> present;

	private final Map<String, Long> compared = new HashMap<>();

	private final List<ConsulOp> operations = new ArrayList<>();

	ConsulPlan(Transaction transaction, long flag, Set<String> rebound,
			@Nullable Map<String, ConsulOp.Present> present) {
		this.transaction = transaction;
		this.flag = flag;
		this.rebound = rebound;
		this.present = present;
	}

	List<ConsulOp> operations() {
		for (Compare compare : this.transaction.compares()) {
			this.compared.put(compare.key(), compare.revision());
			this.operations.add((compare.revision() == 0) ? ConsulOp.absent(compare.key())
					: ConsulOp.unchanged(compare.key(), ConsulOp.Role.COMPARE, compare.revision()));
		}
		boolean tells = this.transaction.operations().stream().anyMatch(Operation.Put.class::isInstance);
		for (Operation operation : this.transaction.operations()) {
			if (operation instanceof Operation.Put put) {
				put(put);
			}
			else {
				if (!tells) {
					this.operations.add(ConsulOp.set(operation.key(), "", this.flag));
					tells = true;
				}
				this.operations.add(ConsulOp.delete(operation.key()));
			}
		}
		return this.operations;
	}

	private void put(Operation.Put put) {
		if (put.sessionId() != null) {
			if (this.rebound.contains(put.key())) {
				this.operations.add(ConsulOp.delete(put.key()));
			}
			this.operations.add(ConsulOp.lock(put.key(), put.value(), this.flag, put.sessionId()));
		}
		else if (Long.valueOf(0).equals(this.compared.get(put.key()))) {
			this.operations.add(ConsulOp.set(put.key(), put.value(), this.flag));
		}
		else if (this.present != null) {
			putFree(put, this.present.getOrDefault(put.key(), new ConsulOp.Present(0, null)));
		}
		else {
			this.operations.add(ConsulOp.delete(put.key()));
			this.operations.add(ConsulOp.set(put.key(), put.value(), this.flag));
		}
	}

	private void putFree(Operation.Put put, ConsulOp.Present seen) {
		if (seen.session() == null) {
			this.operations
				.add(ConsulOp.setIf(put.key(), ConsulOp.Role.GUARD, put.value(), this.flag, seen.revision()));
			return;
		}
		this.operations.add(ConsulOp.unchanged(put.key(), ConsulOp.Role.GUARD, seen.revision()));
		this.operations.add(ConsulOp.delete(put.key()));
		this.operations.add(ConsulOp.set(put.key(), put.value(), this.flag));
	}

}
