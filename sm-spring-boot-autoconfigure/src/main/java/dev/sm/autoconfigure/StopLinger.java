package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.core.env.Environment;

/**
 * The end of an orderly stop: after all shards were handed off, and before the web server
 * closes, requests that still come are forwarded, and their answers tell clients where to
 * go. It ends as soon as none has come for a while: a client that is in the middle of
 * sending one on a connection that closes cannot know whether it has arrived.
 */
final class StopLinger extends UnpausedLifecycle {

	/**
	 * After ownership has stopped, and before the graceful shutdown of the web server.
	 */
	static final int PHASE = OwnershipLifecycle.PHASE - 256;

	/** For how long no request must have come. */
	private static final Duration QUIET = Duration.ofSeconds(1);

	private final Duration bound;

	private volatile long lastRequest = System.nanoTime() - QUIET.toNanos();

	/**
	 * Creates it.
	 * @param bound how long it lasts at most, if the phase leaves so much
	 */
	StopLinger(Duration bound, Environment environment) {
		Duration budget = OwnershipLifecycle.budget(environment);
		this.bound = (bound.compareTo(budget) < 0) ? bound : budget;
	}

	/** How long it lasts at most. */
	Duration bound() {
		return this.bound;
	}

	/** A request has come. */
	void requested() {
		this.lastRequest = System.nanoTime();
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		await(System.nanoTime() + this.bound.toNanos(), callback);
	}

	private void await(long deadline, Runnable callback) {
		long now = System.nanoTime();
		long left = Math.min(deadline - now, this.lastRequest + QUIET.toNanos() - now);
		if (left <= 0) {
			callback.run();
			return;
		}
		CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS, Runnable::run)
			.execute(() -> await(deadline, callback));
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
