package dev.sm.storage.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.NodeUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's pass. The first command asks for it; one that was refused, or whose
 * connection was lost, is asked for again at once, and then after growing pauses of at
 * most a second. While the first attempt is under way, commands wait for it; after it has
 * failed they fail at once.
 */
final class PassDriver {

	private static final Logger logger = LoggerFactory.getLogger(PassDriver.class);

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long MAX_PAUSE_MILLIS = 1000;

	private final String node;

	private final JdbcErrors errors;

	private final Desk desk;

	private final ScheduledExecutorService timer;

	private volatile byte @Nullable [] pass;

	private byte @Nullable [] last;

	private @Nullable List<CompletableFuture<byte[]>> waiting;

	private @Nullable Throwable failure;

	private int failures;

	private boolean closed;

	PassDriver(String node, JdbcErrors errors, Desk desk, ScheduledExecutorService timer) {
		this.node = node;
		this.errors = errors;
		this.desk = desk;
		this.timer = timer;
	}

	byte @Nullable [] pass() {
		return this.pass;
	}

	/** The pass, once the attempt that is under way has succeeded. */
	synchronized CompletionStage<byte[]> issued() {
		if (this.closed) {
			return CompletableFuture.failedFuture(closedException());
		}
		if (this.pass != null) {
			return CompletableFuture.completedFuture(this.pass);
		}
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.errors.notConnected(this.failure));
		}
		if (this.waiting == null) {
			this.waiting = new ArrayList<>();
			schedule(0);
		}
		CompletableFuture<byte[]> waiter = new CompletableFuture<>();
		this.waiting.add(waiter);
		return waiter;
	}

	/** Tells of a pass that was refused, or whose server is in doubt. */
	synchronized void lost(byte[] pass) {
		if (this.pass != pass || this.closed) {
			return;
		}
		this.pass = null;
		this.failures = 0;
		this.waiting = new ArrayList<>();
		schedule(0);
	}

	void close() {
		List<CompletableFuture<byte[]>> abandoned;
		synchronized (this) {
			this.closed = true;
			this.pass = null;
			abandoned = takeWaiting();
		}
		abandoned.forEach((waiter) -> waiter.completeExceptionally(closedException()));
	}

	private void schedule(long millis) {
		try {
			this.timer.schedule(this::attempt, millis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("Node '{}' is closed", this.node, ex);
		}
	}

	private void attempt() {
		byte[] before;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			before = this.last;
		}
		CompletionStage<byte[]> attempt;
		try {
			attempt = this.desk.issue(before);
		}
		catch (Exception ex) {
			attempt = CompletableFuture.failedFuture(ex);
		}
		attempt.whenComplete((issued, error) -> {
			if (error != null) {
				down(error);
			}
			else {
				up(issued);
			}
		});
	}

	private void up(byte[] issued) {
		List<CompletableFuture<byte[]>> waiters;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			if (this.failure != null) {
				logger.info("Node '{}' is connected again", this.node);
			}
			this.pass = issued;
			this.last = issued;
			this.failure = null;
			waiters = takeWaiting();
		}
		waiters.forEach((waiter) -> waiter.complete(issued));
	}

	private void down(Throwable error) {
		List<CompletableFuture<byte[]>> waiters;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			if (this.failure == null) {
				logger.warn("{}; trying again until it can", this.errors.notConnected(error).getMessage());
			}
			this.failure = error;
			waiters = takeWaiting();
			schedule(pause(this.failures++));
		}
		waiters.forEach((waiter) -> waiter.completeExceptionally(this.errors.notConnected(error)));
	}

	private List<CompletableFuture<byte[]>> takeWaiting() {
		List<CompletableFuture<byte[]>> taken = this.waiting;
		this.waiting = null;
		return (taken != null) ? taken : List.of();
	}

	/** Doubles, and spreads the instances that lost a node in the same moment. */
	private static long pause(int failures) {
		long pause = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
		return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
	}

	private NodeUnavailableException closedException() {
		return new NodeUnavailableException("node '" + this.node + "' is closed", null);
	}

	/** Where passes are issued; may block. */
	interface Desk {

		/**
		 * Issues a pass.
		 * @param before the one before, to be used again if it is still good
		 */
		CompletionStage<byte[]> issue(byte @Nullable [] before) throws Exception;

	}

}
