package dev.sm.metrics;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * Tells how long the calls of another callback take and how they end.
 */
final class TimedShardCallback implements ShardCallback {

	private final ShardCallback delegate;

	private final Recorder recorder;

	TimedShardCallback(ShardCallback delegate, Recorder recorder) {
		this.delegate = delegate;
		this.recorder = recorder;
	}

	@Override
	public void prepare(Shard shard) throws Exception {
		timed("prepare", () -> this.delegate.prepare(shard));
	}

	@Override
	public void add(Shard shard) throws Exception {
		timed("add", () -> this.delegate.add(shard));
	}

	@Override
	public void add(Shard shard, byte[] state) throws Exception {
		timed("add", () -> this.delegate.add(shard, state));
	}

	@Override
	public byte @Nullable [] release(Shard shard) throws Exception {
		long start = System.nanoTime();
		Outcome outcome = Outcome.FAILURE;
		try {
			byte[] state = this.delegate.release(shard);
			outcome = Outcome.SUCCESS;
			return state;
		}
		finally {
			this.recorder.record("drop", outcome, System.nanoTime() - start);
		}
	}

	@Override
	public void drop(Shard shard) throws Exception {
		timed("drop", () -> this.delegate.drop(shard));
	}

	@Override
	public void discard(Shard shard) throws Exception {
		timed("discard", () -> this.delegate.discard(shard));
	}

	@Override
	public ShardLoad load(Shard shard) throws Exception {
		return this.delegate.load(shard);
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

	private void timed(String event, Call call) throws Exception {
		long start = System.nanoTime();
		Outcome outcome = Outcome.FAILURE;
		try {
			call.run();
			outcome = Outcome.SUCCESS;
		}
		finally {
			this.recorder.record(event, outcome, System.nanoTime() - start);
		}
	}

	/** How a call ended. */
	enum Outcome {

		/** It returned. */
		SUCCESS,

		/** It threw. */
		FAILURE

	}

	/** Is told of every call. */
	@FunctionalInterface
	interface Recorder {

		void record(String event, Outcome outcome, long nanos);

	}

	/** A call of the other callback. */
	@FunctionalInterface
	private interface Call {

		void run() throws Exception;

	}

}
