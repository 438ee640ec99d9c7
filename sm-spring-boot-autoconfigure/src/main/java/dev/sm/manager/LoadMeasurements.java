package dev.sm.manager;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * Asks the handler for loads, shard after shard on one thread. A shard that does not
 * answer in time is interrupted and left out until it does, so that it harms no other. To
 * be used on the loop only.
 */
final class LoadMeasurements {

	/** Is told what a measurement threw. */
	interface FailureListener {

		void failed(String call, Shard shard, Throwable error);

	}

	private final ShardCallback callback;

	private final Executor executor;

	private final LongSupplier clock;

	private final long timeout;

	private final FailureListener failed;

	private final Consumer<Map<String, ShardLoad>> measured;

	private final Set<String> hanging = ConcurrentHashMap.newKeySet();

	private final Set<String> broken = ConcurrentHashMap.newKeySet();

	private @Nullable Run run;

	LoadMeasurements(ShardCallback callback, Executor executor, LongSupplier clock, long timeout,
			FailureListener failed, Consumer<Map<String, ShardLoad>> measured) {
		this.callback = callback;
		this.executor = executor;
		this.clock = clock;
		this.timeout = timeout;
		this.failed = failed;
		this.measured = measured;
	}

	/**
	 * Measures, unless the last measurement is still under way.
	 * @param shards the shards
	 */
	void measure(List<Shard> shards) {
		if (this.run != null && !this.run.isOver() && !this.run.giveUp()) {
			return;
		}
		Set<String> left = new HashSet<>(this.hanging);
		Run next = new Run(shards.stream().filter((shard) -> !left.contains(shard.id())).toList());
		this.run = next;
		try {
			this.executor.execute(next);
		}
		catch (RejectedExecutionException ex) {
			next.over = true;
		}
	}

	/**
	 * One round over all shards.
	 */
	private final class Run implements Runnable {

		private final List<Shard> shards;

		private final Map<String, ShardLoad> results = new ConcurrentHashMap<>();

		private @Nullable Thread thread;

		private @Nullable Shard current;

		private long since;

		private volatile boolean over;

		private Run(List<Shard> shards) {
			this.shards = shards;
		}

		private boolean isOver() {
			return this.over;
		}

		@Override
		public void run() {
			for (Shard shard : this.shards) {
				if (!begin(shard)) {
					return;
				}
				measure(shard);
				if (!end(shard)) {
					return;
				}
			}
			this.over = true;
			LoadMeasurements.this.measured.accept(Map.copyOf(this.results));
		}

		/**
		 * Ends the round if its present shard takes too long.
		 * @return whether it has ended
		 */
		private synchronized boolean giveUp() {
			Shard shard = this.current;
			if (this.over || shard == null
					|| LoadMeasurements.this.clock.getAsLong() - this.since < LoadMeasurements.this.timeout) {
				return this.over;
			}
			this.over = true;
			LoadMeasurements.this.hanging.add(shard.id());
			if (this.thread != null) {
				this.thread.interrupt();
			}
			LoadMeasurements.this.measured.accept(Map.copyOf(this.results));
			return true;
		}

		private synchronized boolean begin(Shard shard) {
			this.thread = Thread.currentThread();
			this.current = shard;
			this.since = LoadMeasurements.this.clock.getAsLong();
			return !this.over;
		}

		private synchronized boolean end(Shard shard) {
			this.thread = null;
			this.current = null;
			Thread.interrupted();
			LoadMeasurements.this.hanging.remove(shard.id());
			return !this.over;
		}

		private void measure(Shard shard) {
			if (!shard.held()) {
				return;
			}
			try {
				ShardLoad load = LoadMeasurements.this.callback.load(shard);
				if (!load.isEmpty()) {
					this.results.put(shard.id(), load);
				}
				LoadMeasurements.this.broken.remove(shard.id());
			}
			catch (Throwable ex) {
				if (LoadMeasurements.this.broken.add(shard.id())) {
					LoadMeasurements.this.failed.failed("measure", shard, ex);
				}
			}
		}

	}

}
