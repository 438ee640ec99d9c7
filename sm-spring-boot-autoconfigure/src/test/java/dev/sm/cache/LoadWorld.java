package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.memory.MemoryNodeFactory;

/**
 * A simulated world of one node and of instances that load its keys, over a network that
 * is slow at times; loaders are slow, fail, hang and die, and instances are paused. A
 * loader makes a number that grows, so that it shows if an old value comes back.
 */
final class LoadWorld {

	private static final long MS = 1_000_000;

	private static final Duration DEADLINE = Duration.ofSeconds(8);

	private static final Duration TTL = Duration.ofSeconds(12);

	/** The longest that a command or its answer takes, twice. */
	private static final long SLACK = 2 * 800 * MS;

	private static final int KEYS = 4;

	private final SimulatedTime time;

	private final Plant plant;

	private final NodeStorage node;

	private final Requests requests;

	private final LoadSettings settings;

	private final Map<String, List<Run>> runs = new HashMap<>();

	private final Map<String, Long> newest = new HashMap<>();

	private int calls;

	private int answered;

	private int tokens;

	private long made;

	private String violation;

	LoadWorld(long seed, Plant plant, boolean traced) {
		this.time = new SimulatedTime(seed, traced);
		this.plant = plant;
		this.node = new MemoryNodeFactory(() -> this.time.now() / MS)
			.create(new NodeConfig("n1", "memory:", null, null, Duration.ofSeconds(1), null));
		boolean again = this.time.chance(0.5);
		this.settings = again ? new LoadSettings(DEADLINE, Duration.ofSeconds(20), this.time.below(3), null)
				: LoadSettings.within(DEADLINE);
		Topology topology = new Topology(Continuum.of(ContinuumSpec.of("weighted").with("n1", 1)),
				List.of(new PoolNode(NodeSettings.of("n1", "memory:", 1), 0, this.node, TestPools.patientHealth())),
				Map.of("n1", 1));
		this.requests = new Requests("p", new PoolKeys("", null), new PoolValues(new PlainCodec()), () -> topology,
				null, null);
	}

	/** Lets callers come for a while, waits until all must have ended, and judges. */
	String run(long millis) {
		long end = this.time.now() + millis * MS;
		for (int i = 0; i < 4; i++) {
			come(new Instance(i), end);
		}
		this.time.runUntil(end + 8 * DEADLINE.toNanos() + 20_000 * MS);
		if (this.violation == null && this.answered < this.calls) {
			return "of " + this.calls + " calls only " + this.answered + " have ended";
		}
		return this.violation;
	}

	int answered() {
		return this.answered;
	}

	int loads() {
		return this.runs.values().stream().mapToInt(List::size).sum();
	}

	List<String> trace() {
		return this.time.trace();
	}

	private void come(Instance instance, long end) {
		if (this.time.now() >= end) {
			return;
		}
		instance.call("k" + this.time.below(KEYS));
		if (this.time.chance(0.01)) {
			instance.pausedUntil = this.time.now() + this.time.between(MS, 20_000 * MS);
		}
		this.time.after(this.time.between(MS, 800 * MS), () -> come(instance, end));
	}

	private void fail(String why) {
		this.time.note("world", why);
		if (this.violation == null) {
			this.violation = why;
		}
	}

	/** One number may follow another only if the loader of the first was given up. */
	private void began(String key, Run run) {
		for (Run other : this.runs.computeIfAbsent(key, (name) -> new ArrayList<>())) {
			boolean over = other.end != 0 && other.end <= run.begin;
			if (!over && run.begin < other.begin + DEADLINE.toNanos() - SLACK) {
				fail("load " + run.value + " of " + key + " began while load " + other.value + " was under way");
			}
			boolean lives = other.written != 0 && run.begin < other.written + TTL.toNanos() - SLACK;
			if (lives && !this.settings.notes()) {
				fail("load " + run.value + " of " + key + " began while value " + other.value + " was there");
			}
		}
		this.runs.get(key).add(run);
	}

	/** What the node has must never go back. */
	private void seen(String key) {
		byte[] value = now(NodeCommand.Get.of(key.getBytes(StandardCharsets.UTF_8))).get(0);
		if (value == null) {
			return;
		}
		long number = Long.parseLong(new String(value, StandardCharsets.UTF_8));
		if (number < this.newest.getOrDefault(key, 0L)) {
			fail("value " + number + " of " + key + " has come back after " + this.newest.get(key));
		}
		if (number > this.newest.getOrDefault(key, 0L)) {
			this.runs.get(key)
				.stream()
				.filter((run) -> run.value == number)
				.forEach((run) -> run.written = this.time.now());
		}
		this.newest.merge(key, number, Math::max);
	}

	@SuppressWarnings("unchecked")
	private <R> R execute(NodeCommand<R> command) {
		if (command instanceof NodeCommand.PutIfAbsent put && isLease(put.entry().key())) {
			if (this.plant == Plant.LEASE_IS_SHARED) {
				return (R) Boolean.TRUE;
			}
			if (this.plant == Plant.LEASE_NEVER_ENDS) {
				return (R) now(new NodeCommand.PutIfAbsent(put.entry(), null, null));
			}
		}
		if (command instanceof NodeCommand.Replace replace && isLease(replace.key())
				&& this.plant == Plant.RELEASE_OF_ANOTHERS) {
			return (R) (Boolean) (now(new NodeCommand.Delete(List.of(replace.key()), null)) > 0);
		}
		if (command instanceof NodeCommand.PutIfAbsent put && this.plant == Plant.WRITE_OVER_OTHERS) {
			return (R) now(new NodeCommand.Put(List.of(new KeyValue(put.entry().key(), put.entry().value())), put.ttl(),
					null));
		}
		return now(command);
	}

	private static boolean isLease(byte[] key) {
		return new String(key, StandardCharsets.UTF_8).startsWith(ReservedKeys.LEASE);
	}

	private <R> R now(NodeCommand<R> command) {
		return this.node.execute(command).toCompletableFuture().join();
	}

	/** A running application. */
	private final class Instance implements LoadSteps.Sender {

		private final int id;

		private final LoadWorld world = LoadWorld.this;

		private long pausedUntil;

		private Instance(int id) {
			this.id = id;
		}

		/** Runs a task, not while the instance is paused. */
		private void gated(Runnable task) {
			if (this.world.time.now() < this.pausedUntil) {
				this.world.time.after(this.pausedUntil - this.world.time.now(), () -> gated(task));
			}
			else {
				task.run();
			}
		}

		@Override
		public <R, T> CompletableFuture<T> send(Request<R, T> request) {
			SimulatedTime time = this.world.time;
			CompletableFuture<T> answer = new CompletableFuture<>();
			time.after(time.delay(), () -> {
				R result = execute(request.command());
				seen(request.key());
				time.after(time.delay(), () -> gated(() -> answer.complete(request.answer().apply(result))));
			});
			return answer;
		}

		private LoadSteps steps(String key) {
			SimulatedTime time = this.world.time;
			LoadRequests own = new LoadRequests(this.world.requests, key, "t" + ++this.world.tokens);
			LongSupplier clock = (this.world.plant == Plant.CLOCK_STANDS) ? () -> 0 : time::now;
			return new LoadSteps(own, this, () -> load(key), this.world.settings, TTL,
					(nanos, task) -> time.after(nanos, () -> gated(task)), clock);
		}

		private CompletableFuture<byte[]> load(String key) {
			SimulatedTime time = this.world.time;
			Run run = new Run(++this.world.made, time.now());
			time.note("i" + this.id, "loads " + run.value + " of " + key);
			began(key, run);
			CompletableFuture<byte[]> loaded = new CompletableFuture<>();
			long takes = time.chance(0.8) ? time.between(MS, 2_000 * MS) : time.between(MS, 25_000 * MS);
			if (time.chance(0.05)) {
				time.note("i" + this.id, "hangs in " + run.value);
				return time.chance(0.5) ? loaded : failing(run, loaded, takes);
			}
			time.after(takes, () -> gated(() -> {
				run.loaded = true;
				loaded.complete(Long.toString(run.value).getBytes(StandardCharsets.UTF_8));
			}));
			return loaded;
		}

		private CompletableFuture<byte[]> failing(Run run, CompletableFuture<byte[]> loaded, long takes) {
			this.world.time.after(takes, () -> {
				run.end = this.world.time.now();
				loaded.completeExceptionally(new IllegalStateException("planned"));
			});
			return loaded;
		}

		private void call(String key) {
			LoadSteps steps = steps(key);
			steps.look().thenCombine(steps.note(), (looked, note) -> {
				byte[] value = looked.value();
				if (value == null) {
					miss(key, steps);
					return null;
				}
				double random = 1 - this.world.time.below(1000) / 1000.0;
				if (note != null && this.world.settings.notes()
						&& note.due(value, looked.remaining(), this.world.settings.earlyRefresh(), random)) {
					new Reload(steps, value, note).start().whenComplete((done, failure) -> settle(key));
				}
				return null;
			});
		}

		private void miss(String key, LoadSteps steps) {
			SimulatedTime time = this.world.time;
			this.world.calls++;
			long patience = DEADLINE.toNanos() / 10 * 11;
			LeasedLoad load = new LeasedLoad(steps, time.now() + patience, (end) -> {
			});
			// as the load's own deadline does: a hung loader keeps nobody for ever
			time.after(2 * patience + 20_000 * MS,
					() -> load.completeExceptionally(new IllegalStateException("given up")));
			load.whenComplete((value, failure) -> {
				this.world.answered++;
				time.note("i" + this.id, "ends a load of " + key + " " + failure);
				settle(key);
				if (failure instanceof LeasedLoad.TooSlow) {
					checkTooSlow(key);
				}
			});
			load.start();
		}

		/** Who gave up must have had a reason: loaders that took long, one at least. */
		private void checkTooSlow(String key) {
			long since = this.world.time.now() - 4 * DEADLINE.toNanos();
			boolean reason = this.world.runs.getOrDefault(key, List.of())
				.stream()
				.anyMatch((run) -> run.begin >= since);
			if (!reason) {
				fail("a call for " + key + " gave up though nobody loaded");
			}
		}

		/** What a load has done is over by now. */
		private void settle(String key) {
			this.world.runs.getOrDefault(key, List.of())
				.stream()
				.filter((run) -> run.loaded && run.end == 0)
				.forEach((run) -> run.end = this.world.time.now());
		}

	}

	/** A loader that ran. */
	private static final class Run {

		private final long value;

		private final long begin;

		private boolean loaded;

		private long end;

		private long written;

		private Run(long value, long begin) {
			this.value = value;
			this.begin = begin;
		}

	}

	/** What can be wrong. */
	enum Plant {

		NONE, LEASE_IS_SHARED, LEASE_NEVER_ENDS, RELEASE_OF_ANOTHERS, WRITE_OVER_OTHERS, CLOCK_STANDS

	}

}
