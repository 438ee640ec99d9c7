package dev.sm.manager;

import java.util.List;

import dev.sm.coordination.Transaction;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

/**
 * What the machine of a service wants done.
 */
public sealed interface ServiceAction {

	/** The calls that a shard's handler gets. */
	enum Call {

		/** The shard will be owned soon. */
		PREPARE,

		/** The shard is owned. */
		ADD,

		/** The shard stops being owned. */
		DROP,

		/** The shard was prepared, and will not be owned or kept a copy of any longer. */
		DISCARD

	}

	/**
	 * List all keys of a prefix; answer with {@link ServiceEvent.Listed} or
	 * {@link ServiceEvent.ListFailed}.
	 *
	 * @param requestId to be named in the answer
	 * @param prefix the prefix
	 */
	record ListKeys(long requestId, String prefix) implements ServiceAction {

	}

	/**
	 * Commit a transaction; answer with {@link ServiceEvent.Committed} or, whatever the
	 * failure, {@link ServiceEvent.CommitFailed}.
	 *
	 * @param requestId to be named in the answer
	 * @param transaction the transaction
	 */
	record Commit(long requestId, Transaction transaction) implements ServiceAction {

	}

	/**
	 * Watch a prefix; tell {@link ServiceEvent.Watched} and {@link ServiceEvent.Gap}.
	 *
	 * @param watchId to be named in what is told
	 * @param prefix the prefix
	 * @param afterRevision the revision that is known already
	 */
	record Watch(long watchId, String prefix, long afterRevision) implements ServiceAction {

	}

	/**
	 * Close a watch.
	 *
	 * @param watchId the watch
	 */
	record Unwatch(long watchId) implements ServiceAction {

	}

	/**
	 * Call the handler, off the driver's thread; answer with
	 * {@link ServiceEvent.InvocationDone} when it has returned, however late. There is at
	 * most one invocation of a shard at a time.
	 *
	 * @param invocationId to be named in the answer
	 * @param call what to call
	 * @param shard the shard as the handler is to see it
	 * @param state to add: what its last owner has left, or {@code null}
	 */
	record Invoke(long invocationId, Call call, Shard shard, byte @Nullable [] state) implements ServiceAction {

		@Override
		public String toString() {
			return this.call + " " + this.shard + " (invocation " + this.invocationId
					+ ((this.state != null) ? ", " + this.state.length + " bytes left by its last owner)" : ")");
		}

	}

	/**
	 * Interrupt the thread of an invocation, if it still runs.
	 *
	 * @param invocationId the invocation
	 */
	record Interrupt(long invocationId) implements ServiceAction {

	}

	/**
	 * Ask the handler for the loads of shards; answer with
	 * {@link ServiceEvent.LoadsMeasured}, or not at all.
	 *
	 * @param shards the shards
	 */
	record MeasureLoads(List<Shard> shards) implements ServiceAction {

		public MeasureLoads {
			shards = List.copyOf(shards);
		}

	}

	/**
	 * What there is to see has changed: publish {@link ServiceMachine#assignment()},
	 * {@link ServiceMachine#describe()} and {@link ServiceMachine#owned()}.
	 */
	record Publish() implements ServiceAction {

	}

	/**
	 * Log a transition.
	 *
	 * @param message one line, without the names of service and participant
	 * @param warning whether a person should look at it
	 */
	record Notify(String message, boolean warning) implements ServiceAction {

	}

	/** The store was read and, if it takes part, this instance is registered. */
	record Ready() implements ServiceAction {

	}

	/** Another live instance has the id of this one; start-up should fail. */
	record Duplicate() implements ServiceAction {

	}

	/**
	 * Give up the session at once, because a drop hangs and the settings say so.
	 *
	 * @param reason why, for people
	 */
	record Exit(String reason) implements ServiceAction {

	}

	/** The answer to {@link ServiceEvent.StopRequested}: close the session now. */
	record Stopped() implements ServiceAction {

	}

}
