package dev.sm.manager;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.WatchEvent;
import dev.sm.membership.Incarnation;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * What the machine of a service is told. Every answer names the request or invocation
 * that it answers.
 */
public sealed interface ServiceEvent {

	/** The machine may begin to read the store. */
	record Start() implements ServiceEvent {

	}

	/**
	 * This instance has a new session.
	 *
	 * @param incarnation the session's life
	 * @param wallMillis the time of day, for the first epoch of a store that has none
	 */
	record SessionBegan(Incarnation incarnation, long wallMillis) implements ServiceEvent {

	}

	/**
	 * The life of a session is over.
	 *
	 * @param sessionId the session
	 * @param reason why, for people
	 */
	record SessionEnded(String sessionId, String reason) implements ServiceEvent {

	}

	/**
	 * Answer to {@link ServiceAction.ListKeys}.
	 *
	 * @param requestId the request
	 * @param snapshot the keys
	 */
	record Listed(long requestId, Snapshot snapshot) implements ServiceEvent {

	}

	/**
	 * {@link ServiceAction.ListKeys} was not answered.
	 *
	 * @param requestId the request
	 * @param reason why, for people
	 */
	record ListFailed(long requestId, String reason) implements ServiceEvent {

	}

	/**
	 * Answer to {@link ServiceAction.Commit}.
	 *
	 * @param requestId the request
	 * @param result what became of it
	 */
	record Committed(long requestId, CommitResult result) implements ServiceEvent {

	}

	/**
	 * {@link ServiceAction.Commit} failed, so its outcome is unknown.
	 *
	 * @param requestId the request
	 * @param reason why, for people
	 */
	record CommitFailed(long requestId, String reason) implements ServiceEvent {

	}

	/**
	 * Changes below the prefix of a watch.
	 *
	 * @param watchId the watch
	 * @param events the changes, in order
	 * @param revision the revision up to which nothing is missing
	 */
	record Watched(long watchId, List<WatchEvent> events, long revision) implements ServiceEvent {

	}

	/**
	 * A watch has ended, and changes may be missing.
	 *
	 * @param watchId the watch
	 * @param reason why, for people
	 */
	record Gap(long watchId, String reason) implements ServiceEvent {

	}

	/**
	 * A handler has returned, whether it was interrupted before or not.
	 *
	 * @param invocationId the invocation
	 * @param error what it threw, for people, or {@code null}
	 * @param state what a drop has returned for the next owner, or {@code null}
	 */
	record InvocationDone(long invocationId, @Nullable String error, byte @Nullable [] state) implements ServiceEvent {

		/**
		 * A handler has returned, and left nothing.
		 * @param invocationId the invocation
		 * @param error what it threw, for people, or {@code null}
		 */
		public InvocationDone(long invocationId, @Nullable String error) {
			this(invocationId, error, null);
		}

		@Override
		public String toString() {
			return "invocation " + this.invocationId + " is done" + ((this.error != null) ? ": " + this.error : "");
		}

	}

	/**
	 * Answer to {@link ServiceAction.MeasureLoads}.
	 *
	 * @param loads the loads that were measured, by shard
	 */
	record LoadsMeasured(Map<String, ShardLoad> loads) implements ServiceEvent {

	}

	/**
	 * The instance wants to stop: hand off everything. Ends with
	 * {@link ServiceAction.Stopped}.
	 *
	 * @param budget how long that may take
	 */
	record StopRequested(Duration budget) implements ServiceEvent {

	}

	/**
	 * Somebody wants to know the whole service, and not only what this participant holds;
	 * from now on for ever.
	 */
	record Look() implements ServiceEvent {

	}

	/** Time has passed. */
	record Tick() implements ServiceEvent {

	}

}
