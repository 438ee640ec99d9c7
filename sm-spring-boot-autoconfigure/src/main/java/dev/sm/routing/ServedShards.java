package dev.sm.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

/**
 * The shards that requests are served for here: from the time when their handler has
 * added them until it is told to drop them. Before it is told, requests under way get
 * time to finish, while the shard is still held; new ones find the next owner.
 * Thread-safe.
 */
public final class ServedShards {

	private final Map<Id, Served> served = new ConcurrentHashMap<>();

	private final RoutingChanges changes;

	private final LongSupplier clock;

	private final long patience;

	/**
	 * Creates an empty set.
	 * @param changes is told when a shard is served, is served no longer, or its last
	 * request is done
	 * @param clock the monotonic time in nanoseconds
	 * @param patience how long a drop waits for requests under way, in nanoseconds
	 */
	public ServedShards(RoutingChanges changes, LongSupplier clock, long patience) {
		this.changes = changes;
		this.clock = clock;
		this.patience = patience;
	}

	/**
	 * Follows what a callback is told.
	 * @param service the service that it is for
	 * @param callback the callback
	 * @return one that does the same
	 */
	public ShardCallback follow(String service, ShardCallback callback) {
		return new FollowedCallback(callback, this);
	}

	/**
	 * Begins a request, if the shard is served here.
	 * @param service the name of the service
	 * @param shardId the shard
	 * @return what ends the request, or {@code null} if the shard is not served here
	 */
	public @Nullable Visit enter(String service, String shardId) {
		Served served = this.served.get(new Id(service, shardId));
		return (served != null && served.enter()) ? new Visit(served, this.changes) : null;
	}

	void added(Shard shard) {
		this.served.put(Id.of(shard), new Served(shard));
		this.changes.changed();
	}

	void dropping(Shard shard) throws InterruptedException {
		Served leaving = this.served.remove(Id.of(shard));
		if (leaving == null) {
			return;
		}
		leaving.leave();
		this.changes.changed();
		long deadline = this.clock.getAsLong() + this.patience;
		for (long version = this.changes.version(); leaving.isVisited(); version = this.changes.version()) {
			if (!shard.held() || !leaving.isVisited()
					|| !this.changes.awaitAfter(version, deadline - this.clock.getAsLong())) {
				return;
			}
		}
	}

	private record Id(String service, String shardId) {

		static Id of(Shard shard) {
			return new Id(shard.service(), shard.id());
		}

	}

	/** A shard and the requests for it that are under way. */
	private static final class Served {

		private final Shard shard;

		private int visits;

		private boolean leaving;

		private Served(Shard shard) {
			this.shard = shard;
		}

		private synchronized boolean enter() {
			if (this.leaving || !this.shard.held()) {
				return false;
			}
			this.visits++;
			return true;
		}

		private synchronized void leave() {
			this.leaving = true;
		}

		private synchronized boolean isVisited() {
			return this.visits > 0;
		}

		private synchronized boolean exit() {
			this.visits--;
			return this.leaving && this.visits == 0;
		}

	}

	/** A request for a shard that is under way. Thread-safe. */
	public static final class Visit implements AutoCloseable {

		private final Served served;

		private final RoutingChanges changes;

		private boolean over;

		private Visit(Served served, RoutingChanges changes) {
			this.served = served;
			this.changes = changes;
		}

		/**
		 * The shard that is served.
		 * @return the shard, at its epoch
		 */
		public Shard shard() {
			return this.served.shard;
		}

		@Override
		public synchronized void close() {
			if (!this.over) {
				this.over = true;
				if (this.served.exit()) {
					this.changes.changed();
				}
			}
		}

	}

}
