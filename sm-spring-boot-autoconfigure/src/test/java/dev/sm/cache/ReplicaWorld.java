package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.sm.cache.ReplicaSettings.Write;
import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.storage.KeyValue;

/**
 * A simulated world of three nodes that all have every key and of two instances with the
 * pools of production, over a network that is slow at times. One node after the other
 * hangs, dies, comes back with or without what it had, or loses connections and answers;
 * instances sleep and are started again, with what their queues have kept. Each key is
 * written by one instance, with numbers that grow, and read by both.
 */
final class ReplicaWorld {

	static final Duration REPAIR = Duration.ofSeconds(6);

	private static final long MS = 1_000_000;

	private static final int NODES = 3;

	private static final int INSTANCES = 2;

	private static final int KEYS = 6;

	private final SimulatedTime time;

	private final Plant plant;

	private final Write write;

	private final PoolSettings settings;

	private final List<LossyNode> nodes = new ArrayList<>();

	private final Map<String, Disk> disks = new LinkedHashMap<>();

	private final List<Instance> instances = new ArrayList<>();

	private final Map<String, ReplicaHistory> histories = new LinkedHashMap<>();

	/** The only node that fails in a world in which it loses what it had, or -1. */
	private final int victim;

	/** Whether nodes that are well may refuse what is too much. */
	private final boolean crowded;

	private long end;

	private long answered;

	private long faults;

	private String violation;

	ReplicaWorld(long seed, Plant plant, boolean traced) {
		this.time = new SimulatedTime(seed, traced);
		this.plant = plant;
		this.write = this.time.chance(0.3) ? Write.ALL : this.time.chance(0.75) ? Write.MAJORITY : Write.ASYNC;
		this.victim = this.time.chance(0.4) ? this.time.below(NODES) : -1;
		this.crowded = this.time.chance(0.3);
		PoolSettings.Builder builder = PoolSettings.named("p")
			.type(PoolSettings.Type.REPLICATED)
			.timeout(Duration.ofNanos(LossyNode.TIMEOUT))
			.replicas(replicas())
			.health(new HealthSettings(3, Duration.ofMillis(100), Duration.ofSeconds(1), this.crowded ? 16 : 1024));
		for (int i = 1; i <= NODES; i++) {
			builder.node(NodeSettings.of("n" + i, "memory:", 1));
			this.nodes.add(new LossyNode("n" + i, this.time, plant, this::copied));
		}
		this.settings = builder.build();
		for (int i = 0; i < KEYS; i++) {
			this.histories.put("k" + i, new ReplicaHistory("k" + i));
		}
	}

	private ReplicaSettings replicas() {
		Write acknowledged = (this.plant == Plant.ONE_IS_A_MAJORITY && this.write == Write.MAJORITY) ? Write.ASYNC
				: this.write;
		return new ReplicaSettings(acknowledged, this.time.chance(0.5) ? 0.05 : 0.5,
				this.plant != Plant.A_MISS_IS_AN_ANSWER, REPAIR, Duration.ofSeconds(this.time.below(3)),
				(this.victim >= 0 && this.time.chance(0.3)) ? 2 : 1000, null);
	}

	/** Lets it live, then lets faults end, waits until all is made up for, and judges. */
	String run(long millis) {
		this.time.note("world", this.write + ", victim " + this.victim);
		this.end = this.time.now() + millis * MS;
		for (int i = 0; i < INSTANCES; i++) {
			Instance instance = new Instance(i);
			this.instances.add(instance);
			instance.start();
			work(i);
		}
		this.time.after(this.time.between(200 * MS, 2_000 * MS), this::fault);
		this.time.after(this.time.between(500 * MS, 8_000 * MS), this::disturb);
		this.time.runUntil(this.end + 25_000 * MS);
		this.instances.forEach(Instance::wake);
		this.time.runUntil(this.time.now() + 40_000 * MS);
		judge();
		return this.violation;
	}

	long answered() {
		return this.answered;
	}

	long faults() {
		return this.faults;
	}

	List<String> trace() {
		return this.time.trace();
	}

	private void copied(KeyValue entry, long sentAt) {
		String key = new String(entry.key(), StandardCharsets.UTF_8);
		this.histories.get(key).copied(version(entry.value()), sentAt, this.time.now());
	}

	/** Whatever so many nodes could do that are well must not fail. */
	private void available(String what, long began, Throwable failure, int needed) {
		if (failure != null && !this.crowded
				&& this.nodes.stream().filter((node) -> node.well(began)).count() >= needed) {
			fail(what + ", begun at " + began / 1e9 + ", fails though " + needed + " nodes are well: " + failure);
		}
	}

	private void fail(String why) {
		this.time.note("world", why);
		if (this.violation == null) {
			this.violation = this.write + ": " + why;
		}
	}

	/** One node at a time, with time to make up for it before the next one. */
	private void fault() {
		if (this.time.now() > this.end) {
			return;
		}
		this.faults++;
		int which = (this.victim >= 0) ? this.victim : this.time.below(NODES);
		LossyNode node = this.nodes.get(which);
		long lasts = this.time.chance(0.5) ? this.time.between(MS, 300 * MS) : this.time.between(MS, 6_000 * MS);
		switch (this.time.below(4)) {
			case 0 -> {
				this.time.note(node.id(), "hangs for " + lasts / MS + "ms");
				node.hang(lasts);
			}
			case 1 -> {
				boolean forgets = this.victim >= 0 && this.write != Write.ASYNC && this.time.chance(0.7);
				this.time.note(node.id(), "is down for " + lasts / MS + "ms" + (forgets ? " and forgets" : ""));
				node.die(lasts, forgets);
			}
			case 2 -> {
				this.time.note(node.id(), "loses answers for " + lasts / MS + "ms");
				node.loseAnswers(lasts);
			}
			default -> {
				this.time.note(node.id(), "loses its connections");
				node.breakConnections();
			}
		}
		this.time.after(lasts + this.time.between(4_500 * MS, 7_000 * MS), this::fault);
	}

	private void disturb() {
		if (this.time.now() > this.end) {
			return;
		}
		Instance instance = this.instances.get(this.time.below(INSTANCES));
		if (this.time.chance(0.5) || instance.stopping || instance.runner == null) {
			instance.sleep(this.time.between(MS, 3_000 * MS));
		}
		else {
			restart(instance);
		}
		this.time.after(this.time.between(500 * MS, 8_000 * MS), this::disturb);
	}

	/** What is under way when an instance dies is known to nobody, so it dies idle. */
	private void restart(Instance instance) {
		instance.stopping = true;
		if (instance.pending > 0 || instance.isAsleep()) {
			this.time.after(100 * MS, () -> restart(instance));
			return;
		}
		this.time.note("i" + instance.number, "is started again");
		instance.dead = true;
		Instance next = new Instance(instance.number);
		this.instances.set(instance.number, next);
		this.time.after(this.time.between(MS, 500 * MS), next::start);
	}

	private void work(int number) {
		if (this.time.now() > this.end) {
			return;
		}
		Instance instance = this.instances.get(number);
		if (instance.runner != null && !instance.stopping && !instance.isAsleep()) {
			String key = "k" + this.time.below(KEYS);
			boolean own = key.charAt(1) % INSTANCES == number;
			if (own && this.time.chance(0.4)) {
				instance.write(this.histories.get(key), this.time.chance(0.3));
			}
			else {
				instance.read(this.histories.get(key), own);
			}
		}
		this.time.after(this.time.between(MS, 60 * MS), () -> work(number));
	}

	/** Everything has been made up for: no node has what is older than it may be. */
	private void judge() {
		for (Instance instance : this.instances) {
			for (Replica replica : instance.runner.replicas().all()) {
				if (replica.writes().missed() > 0 || replica.stage(this.time.now()) != Replica.Stage.SERVING) {
					fail("i" + instance.number + " still holds " + replica.writes().missed() + " missed keys of "
							+ replica.node().id() + ", which is " + replica.stage());
				}
			}
		}
		for (ReplicaHistory history : this.histories.values()) {
			Set<Long> held = new LinkedHashSet<>();
			for (LossyNode node : this.nodes) {
				long version = version(node.value(bytes(history.key())));
				held.add(version);
				String wrong = history.left(version);
				if (wrong != null) {
					fail(node.id() + " is left with " + wrong);
				}
			}
			if (held.equals(Set.of(0L)) && !history.mayBeAbsent(history.acknowledged())) {
				fail("no node is left with " + history.key() + ", of which " + history.acknowledged()
						+ " was acknowledged");
			}
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static long version(byte[] value) {
		return (value != null) ? Long.parseLong(new String(value, StandardCharsets.UTF_8)) : 0;
	}

	/** A running application. */
	private final class Instance {

		private final int number;

		private final ReplicaWorld world = ReplicaWorld.this;

		private final List<Runnable> asleep = new ArrayList<>();

		private PoolRunner runner;

		private Requests requests;

		private boolean dead;

		private boolean stopping;

		private int pending;

		private long sleepsUntil;

		private Instance(int number) {
			this.number = number;
		}

		private void start() {
			ReplicaWorld in = this.world;
			List<PoolNode> poolNodes = new ArrayList<>();
			Map<String, Integer> weights = new LinkedHashMap<>();
			ContinuumSpec spec = ContinuumSpec.of("weighted");
			for (int i = 0; i < NODES; i++) {
				NodeSettings node = in.settings.nodes().get(i);
				poolNodes.add(new PoolNode(node, i, in.nodes.get(i).client(this::receive),
						new NodeHealth(in.settings.health(), LossyNode.TIMEOUT, in.time::now)));
				weights.put(node.id(), 1);
				spec = spec.with(node.id(), 1);
			}
			Topology topology = new Topology(Continuum.of(spec), poolNodes, weights);
			Topologies topologies = new Topologies(topology, false);
			DeadlineDriver deadlines = new DeadlineDriver(in.time::now, this::later);
			ReplicaPlan plan = new ReplicaPlan(in.settings, poolNodes, null,
					(node) -> in.disks.computeIfAbsent(this.number + node.id(), (name) -> new Disk(in.plant)));
			this.requests = new Requests("p", new PoolKeys("", null), new PoolValues(new PlainCodec()), () -> topology,
					null, null);
			this.runner = new PoolRunner("p", in.settings.timeout(), deadlines, CacheListener.NONE,
					new MovingCall.Context("p", topologies, this::later, in.time::now), plan);
			this.runner.replicas().start();
		}

		private void later(long nanos, Runnable task) {
			this.world.time.after(nanos, () -> receive(task));
		}

		private void receive(Runnable task) {
			if (this.dead) {
				return;
			}
			if (isAsleep()) {
				this.asleep.add(task);
				return;
			}
			task.run();
		}

		private boolean isAsleep() {
			return this.world.time.now() < this.sleepsUntil || !this.asleep.isEmpty();
		}

		private void sleep(long nanos) {
			this.world.time.note("i" + this.number, "sleeps for " + nanos / MS + "ms");
			this.sleepsUntil = Math.max(this.sleepsUntil, this.world.time.now() + nanos);
			this.world.time.after(this.sleepsUntil - this.world.time.now(), this::wake);
		}

		private void wake() {
			if (this.world.time.now() >= this.sleepsUntil) {
				List<Runnable> due = List.copyOf(this.asleep);
				this.asleep.clear();
				due.forEach(this::receive);
			}
		}

		private void write(ReplicaHistory history, boolean delete) {
			long began = this.world.time.now();
			long version = history.begin(delete, began);
			this.world.time.note("i" + this.number, (delete ? "deletes " : "writes ") + history.key() + " " + version);
			CompletableFuture<?> done = delete ? send(this.requests.delete(history.key()))
					: send(this.requests.set(history.key(), Long.toString(version)));
			done.whenComplete((answer, failure) -> {
				this.world.time.note("i" + this.number, history.key() + " " + version
						+ ((failure != null) ? " fails: " + failure : " is acknowledged"));
				history.ended(version, failure == null, this.world.time.now());
				this.world.available("write of " + history.key(), began, failure, this.world.write.needed(NODES));
				this.world.answered += (failure == null) ? 1 : 0;
			});
		}

		private void read(ReplicaHistory history, boolean own) {
			long floor = history.acknowledged();
			long asked = this.world.time.now();
			send(this.requests.<String>get(history.key(), String.class)).whenComplete((value, failure) -> {
				this.world.available("read of " + history.key(), asked, failure, this.world.write.missesNeeded(NODES));
				if (failure != null) {
					return;
				}
				this.world.answered++;
				long version = (value != null) ? Long.parseLong(value) : 0;
				boolean sees = (own && this.world.write != Write.ASYNC) || this.world.write == Write.ALL;
				String wrong = history.read(version, sees ? floor : 0);
				if (wrong != null && !history.isCopyOf(version, asked)) {
					fail("i" + this.number + " reads " + wrong + ", asked at " + asked / 1e9);
				}
			});
		}

		private <R, T> CompletableFuture<T> send(Request<R, T> request) {
			this.pending++;
			CompletableFuture<R> sent = this.runner.send(request).future();
			// nodes that have not answered yet are waited for, as long as they can be
			this.world.time.after(LossyNode.TIMEOUT + 100 * MS, () -> this.pending--);
			return sent.thenApply(request.answer());
		}

	}

	/** What an instance has written down of one node; it survives the instance. */
	private static final class Disk implements MissedKeys {

		private final List<String> keys = new ArrayList<>();

		private final Plant plant;

		private boolean overflowed;

		private Disk(Plant plant) {
			this.plant = plant;
		}

		@Override
		public Content read() {
			return (this.plant == Plant.QUEUE_IS_FORGOTTEN) ? new Content(List.of(), false)
					: new Content(List.copyOf(this.keys), this.overflowed);
		}

		@Override
		public void add(String key) {
			this.keys.add(key);
		}

		@Override
		public void overflow() {
			this.overflowed = true;
		}

		@Override
		public void clear() {
			this.keys.clear();
			this.overflowed = false;
		}

	}

	/** What can be wrong. */
	enum Plant {

		NONE,

		/** A write counts as acknowledged by a majority once one node has it. */
		ONE_IS_A_MAJORITY,

		/** What one node lacks is absent. */
		A_MISS_IS_AN_ANSWER,

		/** A copy stays for ever. */
		REPAIR_STAYS,

		/** Nodes acknowledge removals that they do not make, at times. */
		DELETE_DOES_NOTHING,

		/** What a lost connection left unread is executed after its successor's. */
		OLD_LINES_LIVE,

		/** Missed keys do not survive the instance. */
		QUEUE_IS_FORGOTTEN

	}

}
