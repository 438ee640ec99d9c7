package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import dev.sm.storage.NodeCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks nodes that are left alone whether they answer again, so that no operation has to
 * be risked for it.
 *
 * @param pool the pool
 * @param later runs things later
 * @param clock tells nanoseconds
 * @param timeout how long a probe may take, in nanoseconds
 * @param closed whether to give up
 * @param returned is told of a node that answers again
 */
record NodeProbes(String pool, Later later, LongSupplier clock, long timeout, BooleanSupplier closed,
		Consumer<PoolNode> returned) {

	private static final Logger logger = LoggerFactory.getLogger(NodeProbes.class);

	/** Looks after a node whose circuit has opened. */
	void watch(PoolNode node) {
		if (node.health().watch()) {
			schedule(node);
		}
	}

	private void schedule(PoolNode node) {
		long wait = node.health().wakeUpAt() - this.clock.getAsLong();
		this.later.run(Math.max(1, wait), () -> tick(node));
	}

	private void tick(PoolNode node) {
		if (this.closed.getAsBoolean() || !node.health().watched()) {
			return;
		}
		long sent = this.clock.getAsLong();
		if (!node.health().tick(sent)) {
			schedule(node);
			return;
		}
		CompletableFuture<Boolean> probe = node.send(new NodeCommand.Ping(), null).thenApply(Function.identity());
		this.later.unlessDone(probe, this.timeout, () -> probe.completeExceptionally(new TimeoutException()));
		probe.whenComplete((answer, failure) -> {
			if (failure != null) {
				node.health().said(Failures.why(failure));
			}
			probed(node, Failures.answered(failure), sent);
			tick(node);
		});
	}

	/** A probe, or what counts as one, has ended. */
	void probed(PoolNode node, boolean answered, long sent) {
		long now = this.clock.getAsLong();
		node.up(answered);
		if (node.health().probed(answered, now - sent, now)) {
			logger.info("Node '{}' of pool '{}' answers again", node.id(), this.pool);
			this.returned.accept(node);
		}
	}

}
