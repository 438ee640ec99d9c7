package dev.sm.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sm.cache.CacheListener.Event;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.ScanPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from a node what writes have missed there, a few keys at a time, or all keys of
 * the pool if more was missed than is remembered. Tries until it can.
 *
 * @param context what the pool's nodes share
 */
record CatchUp(ReplicaContext context) {

	private static final Logger logger = LoggerFactory.getLogger(CatchUp.class);

	private static final int BATCH = 256;

	private static final long PAUSE = 200_000_000;

	/** Begins, unless somebody has. */
	void begin(Replica replica) {
		if (replica.begin()) {
			step(replica);
		}
	}

	private void step(Replica replica) {
		if (this.context.closed().getAsBoolean() || replica.node().health().open()) {
			// it is begun again once the node answers
			replica.pause();
			return;
		}
		if (replica.writes().overflowed()) {
			empty(replica, ScanPage.START);
			return;
		}
		List<OpenWrites.Removal> removals = replica.writes().removals(BATCH);
		if (!removals.isEmpty()) {
			remove(replica, removals);
		}
		else if (replica.writes().missed() > 0) {
			again(replica);
		}
		else {
			replica.caughtUp(this.context.clock().getAsLong() + this.context.settings().warmUp().toNanos());
		}
	}

	private void again(Replica replica) {
		this.context.later().run(PAUSE, () -> step(replica));
	}

	private void remove(Replica replica, List<OpenWrites.Removal> removals) {
		NodeCommand.Delete delete = new NodeCommand.Delete(removals.stream().map(OpenWrites.Removal::key).toList(),
				null);
		send(replica, delete).whenComplete((removed, failure) -> {
			removals.forEach((removal) -> replica.writes().ended(removal.key(), removal.number(), failure == null));
			if (failure != null) {
				again(replica);
				return;
			}
			this.context.event(replica, Event.REPLAYED);
			step(replica);
		});
	}

	private void empty(Replica replica, String cursor) {
		send(replica, new NodeCommand.Scan(cursor, this.context.prefix(), BATCH)).thenCompose((page) -> {
			if (page.keys().isEmpty()) {
				return CompletableFuture.completedFuture(page);
			}
			return send(replica, new NodeCommand.Delete(page.keys(), null)).thenApply((removed) -> page);
		}).whenComplete((page, failure) -> {
			if (failure != null) {
				again(replica);
			}
			else if (page.more()) {
				this.context.later().run(1, () -> empty(replica, page.cursor()));
			}
			else {
				logger.info("Node '{}' of pool '{}' was emptied, since it had missed more than is remembered",
						replica.node().id(), this.context.pool());
				replica.writes().emptied();
				step(replica);
			}
		});
	}

	private <R> CompletableFuture<R> send(Replica replica, NodeCommand<R> command) {
		long started = this.context.clock().getAsLong();
		return replica.node()
			.send(command, null)
			.whenComplete((answer, failure) -> this.context.record().done(replica.node(), "repair", failure, started));
	}

}
