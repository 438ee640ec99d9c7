package dev.sm.storage.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.sm.storage.NodeUnavailableException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to a node. The first command opens it; a lost one is opened again
 * at once, and then after growing pauses of at most a second. While the first attempt is
 * under way, commands wait for it; after it has failed they fail at once. Those that
 * waited are sent in their order, and before all later ones.
 * <p>
 * Reconnecting is not left to Lettuce, because its reconnect sends what was unanswered
 * once more: a lost connection takes its commands with it, so that none is executed
 * twice. (To a Redis Cluster, which is many connections, Lettuce does reconnect, with all
 * such commands filtered out.) Nor may a command of a lost connection be executed after
 * those of the next one: see {@link Succession}.
 */
final class RedisConnectionDriver {

	private static final Logger logger = LoggerFactory.getLogger(RedisConnectionDriver.class);

	private static final long FIRST_PAUSE_MILLIS = 50;

	private static final long CLOSE_PATIENCE_MILLIS = 100;

	private static final long MAX_PAUSE_MILLIS = 1000;

	private final String node;

	private final Supplier<CompletionStage<Link>> connector;

	private final Executor executor;

	private final ConnectionNames names;

	private final Succession succession;

	private final RedisTracking tracking;

	private final ConnectionFailures reasons;

	private volatile @Nullable Link link;

	/** One for each command that waits, in their order; {@code null} if none may. */
	private @Nullable List<CompletableFuture<Link>> waiting;

	private @Nullable Throwable failure;

	private CompletableFuture<@Nullable Link> attempt = CompletableFuture.completedFuture(null);

	private int failures;

	private boolean again;

	private long moved;

	private boolean closed;

	RedisConnectionDriver(String node, Supplier<CompletionStage<Link>> connector, ConnectionNames names,
			RedisTracking tracking, ConnectionFailures reasons, Executor executor) {
		this.node = node;
		this.reasons = reasons;
		this.connector = connector;
		this.executor = executor;
		this.names = names;
		this.tracking = tracking;
		this.succession = new Succession(node);
	}

	String node() {
		return this.node;
	}

	/**
	 * The connection, if it stands.
	 * @return the connection or {@code null}
	 */
	@Nullable Link link() {
		return this.link;
	}

	/**
	 * The connection, once the attempt that is under way has succeeded.
	 * @return the connection, or a failure if the last attempt failed
	 */
	synchronized CompletionStage<Link> connected() {
		if (this.closed) {
			return CompletableFuture.failedFuture(closedException());
		}
		if (this.link != null) {
			return CompletableFuture.completedFuture(this.link);
		}
		if (this.failure != null) {
			return CompletableFuture.failedFuture(this.reasons.notConnected(this.failure));
		}
		if (this.waiting == null) {
			this.waiting = new ArrayList<>();
			this.executor.execute(this::attempt);
		}
		CompletableFuture<Link> waiter = new CompletableFuture<>();
		this.waiting.add(waiter);
		return waiter;
	}

	/**
	 * Tells of a command that got no result. A connection on which nothing came since the
	 * command was sent, though its time is over, is given up: it may be half open. So is,
	 * once in a while, one to a server that has become a replica.
	 * @param link the connection it was sent on
	 * @param answersBefore the connection's answers when it was sent
	 * @param error what became of it
	 */
	void failed(Link link, long answersBefore, Throwable error) {
		if (RedisErrors.unwrap(error) instanceof RedisCommandExecutionException) {
			link.answered();
		}
		boolean silent = RedisErrors.timedOut(error) && link.answers() == answersBefore;
		if (silent) {
			link.fellSilent();
		}
		if (link.cluster() == null && (silent || (RedisErrors.movedAway(error) && mayMove()))) {
			lost(link, error);
		}
	}

	/** A server that stays a replica must not cost a connection for every write. */
	private synchronized boolean mayMove() {
		long now = System.nanoTime();
		boolean may = this.moved == 0 || now - this.moved > TimeUnit.MILLISECONDS.toNanos(MAX_PAUSE_MILLIS);
		this.moved = may ? now : this.moved;
		return may;
	}

	/**
	 * Gives up the connection, which is closed with its client. An attempt that is under
	 * way is waited for a little, so that the client is not closed in the middle of it.
	 */
	void close() {
		List<CompletableFuture<Link>> abandoned;
		CompletableFuture<@Nullable Link> underWay;
		synchronized (this) {
			this.closed = true;
			this.link = null;
			abandoned = takeWaiting();
			underWay = this.attempt;
		}
		this.tracking.ended();
		abandoned.forEach((waiter) -> waiter.completeExceptionally(closedException()));
		underWay.copy()
			.completeOnTimeout(null, CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
			.handle((link, ex) -> true)
			.join();
	}

	private void attempt() {
		CompletableFuture<@Nullable Link> attempt = new CompletableFuture<>();
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.attempt = attempt;
		}
		attempt.whenComplete((connected, error) -> {
			if (error == null) {
				up(connected);
			}
			else if (!asksAgain(error)) {
				down(error);
			}
		});
		try {
			this.connector.get()
				.thenCompose(this.succession::begin)
				.thenCompose(this.names::admit)
				.thenCompose(this.tracking::begin)
				.whenComplete((connected, error) -> {
					if (error != null) {
						attempt.completeExceptionally(error);
					}
					else {
						attempt.complete(connected);
					}
				});
		}
		catch (RuntimeException ex) {
			attempt.completeExceptionally(ex);
		}
	}

	/**
	 * A server that refuses says why and ends the connection, and the end may be seen
	 * first. Those that wait are told what it says when it is asked once more.
	 */
	private boolean asksAgain(Throwable error) {
		synchronized (this) {
			this.again = !this.again && this.failure == null && !this.closed && ConnectionFailures.unexplained(error);
			if (!this.again) {
				return false;
			}
		}
		CompletableFuture.delayedExecutor(FIRST_PAUSE_MILLIS, TimeUnit.MILLISECONDS, this.executor)
			.execute(this::attempt);
		return true;
	}

	/** Sending what waited must not keep a thread of the client from its answers. */
	private void up(Link connected) {
		this.executor.execute(() -> {
			List<CompletableFuture<Link>> waiters = handOut(connected);
			while (!waiters.isEmpty()) {
				waiters.forEach((waiter) -> waiter.complete(connected));
				waiters = handOut(connected);
			}
		});
	}

	/**
	 * Hands the connection out, unless commands wait for it, which come first.
	 * @return those commands
	 */
	private List<CompletableFuture<Link>> handOut(Link connected) {
		synchronized (this) {
			if (this.closed) {
				connected.connection().closeAsync();
				return List.of();
			}
			if (this.waiting != null && !this.waiting.isEmpty()) {
				List<CompletableFuture<Link>> first = this.waiting;
				this.waiting = new ArrayList<>();
				return first;
			}
			if (this.failure != null) {
				logger.info("Node '{}' is connected again", this.node);
			}
			this.link = connected;
			this.failure = null;
			this.again = false;
			this.waiting = null;
		}
		if (connected.cluster() == null) {
			watch(connected);
		}
		return List.of();
	}

	private List<CompletableFuture<Link>> takeWaiting() {
		List<CompletableFuture<Link>> taken = this.waiting;
		this.waiting = null;
		return (taken != null) ? taken : List.of();
	}

	private void watch(Link connected) {
		connected.connection().addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
				lost(connected, new NodeUnavailableException("the connection was closed", null));
			}

		});
		if (!connected.connection().isOpen()) {
			lost(connected, new NodeUnavailableException("the connection was closed", null));
		}
	}

	/** Commands on the connection fail with it; what comes next waits for a new one. */
	private void lost(Link connected, Throwable error) {
		synchronized (this) {
			if (this.link != connected) {
				return;
			}
			this.link = null;
			if (connected.answers() > 0) {
				this.failures = 0;
				this.waiting = new ArrayList<>();
			}
		}
		this.tracking.ended();
		connected.connection().closeAsync();
		if (connected.answers() > 0) {
			this.executor.execute(this::attempt);
		}
		else {
			down(error);
		}
	}

	private void down(Throwable error) {
		List<CompletableFuture<Link>> waiters;
		long pause;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			if (this.failure == null) {
				logger.warn("{}; trying again until it can", this.reasons.notConnected(error).getMessage());
			}
			this.failure = error;
			pause = pause(this.failures++);
			waiters = takeWaiting();
		}
		waiters.forEach((waiter) -> waiter.completeExceptionally(this.reasons.notConnected(error)));
		CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, this.executor).execute(this::attempt);
	}

	/** Doubles, and spreads the instances that lost a node in the same moment. */
	private static long pause(int failures) {
		long pause = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
		return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
	}

	private NodeUnavailableException closedException() {
		return new NodeUnavailableException("node '" + this.node + "' is closed", null);
	}

}
