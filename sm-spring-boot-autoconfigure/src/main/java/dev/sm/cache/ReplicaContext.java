package dev.sm.cache;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.sm.cache.CacheListener.Event;
import org.jspecify.annotations.Nullable;

/**
 * What everything shares that works on the nodes of one replicated pool.
 *
 * @param pool the pool
 * @param prefix what its keys begin with
 * @param settings how it writes and reads
 * @param timeout how long an operation may take, in nanoseconds
 * @param later does something later
 * @param clock tells nanoseconds
 * @param closed whether to give up
 * @param record is told what became of a command
 * @param listener is told what happens
 */
record ReplicaContext(String pool, byte[] prefix, ReplicaSettings settings, long timeout, Later later,
		LongSupplier clock, BooleanSupplier closed, Record record, CacheListener listener) {

	void event(Replica replica, Event event) {
		this.listener.onEvent(this.pool, replica.node().id(), event);
	}

	/** Is told what became of a command. */
	@FunctionalInterface
	interface Record {

		void done(PoolNode node, String verb, @Nullable Throwable failure, long started);

	}

}
