package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.sm.storage.Fence;
import dev.sm.storage.PhaseMismatchException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * Runs a callback on the node that has a key. What it does there cannot be compared with
 * the number of a migration; so a key that may be at two places is first moved to its new
 * one, and is used there.
 */
final class Execution {

	private static final long PAUSE = 5_000_000;

	private final Pool pool;

	private final String key;

	private final byte[] stored;

	private final @Nullable Fence fence;

	private final Requests requests;

	private final long deadline;

	Execution(Pool pool, String key, byte[] stored, Requests requests) {
		this.pool = pool;
		this.key = key;
		this.stored = stored;
		this.requests = requests;
		this.fence = requests.fence();
		this.deadline = pool.runner().clock() + pool.settings().timeout().toNanos();
	}

	<T> T run(Function<PoolNode, T> callback) {
		byte[] placed = this.pool.keys().placed(this.stored);
		Topologies topologies = this.pool.topologies();
		while (true) {
			Topology topology = topologies.begin();
			try {
				PoolNode source = topology.owner(placed);
				PoolNode target = topology.destination(placed, source);
				this.pool.runner().raise(this.key, source, this.fence);
				if (target == null) {
					return called(callback, source);
				}
				this.pool.runner().raise(this.key, target, this.fence);
				if (moved(topology, source, target)) {
					return called(callback, target);
				}
			}
			finally {
				topology.inFlight().end();
			}
			topologies.hooks().refused();
			pause(topology.owner(placed));
		}
	}

	private <T> T called(Function<PoolNode, T> callback, PoolNode node) {
		try {
			return callback.apply(node);
		}
		finally {
			node.forget(this.stored);
		}
	}

	private boolean moved(Topology topology, PoolNode source, PoolNode target) {
		try {
			KeyMover.Result result = get(this.pool.topologies().hooks().move(this.stored, source, target, topology.m()),
					source);
			if (result.reason() != null) {
				throw new InvalidDataAccessApiUsageException(result.reason());
			}
			return result.changed() == 0;
		}
		catch (ExecutionException ex) {
			if (Failures.unwrap(ex) instanceof PhaseMismatchException) {
				return false;
			}
			throw this.pool.runner().failures().translate(what(), source.id(), ex);
		}
	}

	private void pause(PoolNode node) {
		CompletableFuture<Boolean> paused = new CompletableFuture<>();
		this.pool.runner().later(PAUSE, () -> paused.complete(true));
		try {
			get(paused, node);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private <T> T get(CompletableFuture<T> future, PoolNode node) throws ExecutionException {
		try {
			return future.get(Math.max(0, this.deadline - this.pool.runner().clock()), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw this.pool.runner().failures().timedOut(what(), node.id());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.pool.runner().failures().interrupted(what(), node.id());
		}
	}

	private String what() {
		return Request.what("execute", this.key, this.requests.rule());
	}

}
