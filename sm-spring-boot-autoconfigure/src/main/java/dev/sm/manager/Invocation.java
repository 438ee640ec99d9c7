package dev.sm.manager;

import java.util.function.Consumer;

import dev.sm.membership.Requests;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler, which can be interrupted while it runs and at no other time: its
 * thread may do other work afterwards. Thread-safe.
 */
final class Invocation implements Runnable {

	private final ServiceAction.Invoke action;

	private final ShardCallback callback;

	private final Consumer<Throwable> failed;

	private final Done done;

	private byte @Nullable [] left;

	private @Nullable Thread thread;

	private boolean givenUp;

	/**
	 * Creates an invocation.
	 * @param action what to call
	 * @param callback what is called
	 * @param failed is told what was thrown
	 * @param done is told, once, that the call has returned
	 */
	Invocation(ServiceAction.Invoke action, ShardCallback callback, Consumer<Throwable> failed, Done done) {
		this.action = action;
		this.callback = callback;
		this.failed = failed;
		this.done = done;
	}

	@Override
	public void run() {
		String error = begin() ? call() : "given up before it began";
		this.done.returned(error, (error == null) ? this.left : null);
	}

	synchronized void interrupt() {
		this.givenUp = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	/**
	 * A drop is not skipped: what was added has to be told that it is over.
	 */
	private synchronized boolean begin() {
		if (this.givenUp && this.action.call() != ServiceAction.Call.DROP) {
			return false;
		}
		this.thread = Thread.currentThread();
		return true;
	}

	private synchronized void end() {
		this.thread = null;
		Thread.interrupted();
	}

	private @Nullable String call() {
		try {
			dispatch(this.action.shard());
			return null;
		}
		catch (Throwable ex) {
			this.failed.accept(ex);
			return ex.getClass().getSimpleName() + ": " + Requests.reason(ex);
		}
		finally {
			end();
		}
	}

	private void dispatch(Shard shard) throws Exception {
		switch (this.action.call()) {
			case PREPARE -> this.callback.prepare(shard);
			case ADD -> {
				byte[] state = this.action.state();
				if (state != null) {
					this.callback.add(shard, state.clone());
				}
				else {
					this.callback.add(shard);
				}
			}
			case DISCARD -> this.callback.discard(shard);
			case DROP -> this.left = checked(this.callback.release(shard));
		}
	}

	private static byte @Nullable [] checked(byte @Nullable [] state) {
		if (state != null && state.length > ShardCallback.MAX_STATE_BYTES) {
			throw new IllegalArgumentException("the state for the next owner must have at most "
					+ ShardCallback.MAX_STATE_BYTES + " bytes (had " + state.length + ") and is not handed over");
		}
		return (state != null) ? state.clone() : null;
	}

	/** Is told that a call has returned. */
	@FunctionalInterface
	interface Done {

		/**
		 * It has returned.
		 * @param error what it threw, or {@code null}
		 * @param state what it has left for the next owner, or {@code null}
		 */
		void returned(@Nullable String error, byte @Nullable [] state);

	}

}
