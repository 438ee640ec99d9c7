package dev.sm.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sm.coordination.Operation;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import dev.sm.manager.ServiceSettings;

/**
 * A large cluster without faults, in virtual time: how long it takes until every shard is
 * held, and what it asks of the store when nothing changes any more. A request takes a
 * millisecond each way; what the machines compute takes none.
 */
public final class ScaleSimulation {

	static final Duration TTL = Duration.ofSeconds(10);

	private static final long SECOND = 1_000_000_000L;

	private static final long WAY = 1_000_000L;

	/** Longer than plans for load are apart. */
	private static final long CALM = 60 * SECOND;

	final Timeline time = new Timeline(1, false);

	final SimulatedStore store = new SimulatedStore(this.time, 1);

	private final Map<String, List<ScaleWatch>> watches = new HashMap<>();

	private final int shards;

	private int held;

	private long changedAt;

	private long requests;

	private long bytes;

	private ScaleSimulation(int participants, int shards) {
		this.shards = shards;
		this.store.listen(this::changed);
		ServiceSettings settings = ServiceSettings.of("orders", shards);
		for (int number = 0; number < participants; number++) {
			ScaleInstance instance = new ScaleInstance(this, "p" + number, settings);
			this.time.after(this.time.between(0, SECOND / 10), instance::start);
		}
	}

	/**
	 * Runs a cluster.
	 * @param participants how many participants there are
	 * @param shards how many shards they share
	 * @return what was seen
	 */
	public static Result run(int participants, int shards) {
		return new ScaleSimulation(participants, shards).run();
	}

	private Result run() {
		runUntil(CALM);
		long converged = this.changedAt;
		Traffic before = traffic();
		runUntil(this.time.now() + CALM);
		Traffic after = traffic();
		boolean moved = this.changedAt != converged;
		return new Result(moved ? -1 : this.held, Duration.ofNanos(converged), before,
				new Traffic(after.requests - before.requests, after.bytes - before.bytes), Duration.ofNanos(CALM));
	}

	private Traffic traffic() {
		return new Traffic(this.requests, this.bytes);
	}

	private void runUntil(long limit) {
		while (this.time.step(limit)) {
			// goes on
		}
	}

	void held(int more) {
		this.held += more;
		this.changedAt = this.time.now();
	}

	<T> void request(Supplier<T> request, Consumer<T> answer) {
		this.requests++;
		this.time.after(WAY, () -> {
			T result = request.get();
			this.time.after(WAY, () -> answer.accept(result));
		});
	}

	void written(Transaction transaction) {
		for (Operation operation : transaction.operations()) {
			this.bytes += operation.key().length()
					+ ((operation instanceof Operation.Put put) ? put.value().length() : 0);
		}
	}

	void watch(String prefix, long afterRevision, ScaleWatch watch) {
		this.watches.computeIfAbsent(prefix, (any) -> new ArrayList<>()).add(watch);
		List<WatchEvent> missed = this.store.since(afterRevision)
			.stream()
			.filter((event) -> dev.sm.coordination.Keys.covers(prefix, event.key()))
			.toList();
		deliver(watch, missed, this.store.revision());
	}

	void unwatch(String prefix, ScaleWatch watch) {
		this.watches.getOrDefault(prefix, new ArrayList<>()).remove(watch);
	}

	private void changed(List<WatchEvent> events, long revision) {
		Map<ScaleWatch, List<WatchEvent>> told = new TreeMap<>();
		for (WatchEvent event : events) {
			for (int end = event.key().length(); end > 0; end = event.key().lastIndexOf('/', end - 1)) {
				this.watches.getOrDefault(event.key().substring(0, end), List.of())
					.forEach((watch) -> told.computeIfAbsent(watch, (any) -> new ArrayList<>()).add(event));
			}
		}
		told.forEach((watch, news) -> deliver(watch, news, revision));
	}

	private void deliver(ScaleWatch watch, List<WatchEvent> events, long revision) {
		if (!events.isEmpty()) {
			this.time.after(WAY, () -> watch.listener().accept(events, revision));
		}
	}

	/**
	 * What the store was asked.
	 *
	 * @param requests how often
	 * @param bytes how much was written
	 */
	public record Traffic(long requests, long bytes) {

	}

	/**
	 * What was seen.
	 *
	 * @param held how many shards are held at the end; -1 if any moved in calm
	 * @param converged when the last shard came to where it stays, from the first start
	 * on
	 * @param until what was asked in the time before the calm
	 * @param calm what was asked then
	 * @param during for how long
	 */
	public record Result(int held, Duration converged, Traffic until, Traffic calm, Duration during) {

	}

}
