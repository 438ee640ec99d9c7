package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.Optional;

import dev.sm.cache.History.Verb;
import dev.sm.cache.NodeFaults.Fault;
import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumAlgorithms;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.ScanPage;
import dev.sm.storage.SurveyPage;
import dev.sm.storage.memory.MemoryNodeFactory;

/**
 * A simulated world of one pool: nodes, a store, and instances with the machines and the
 * operations of production, which are paused, killed and cut off while migrations begin,
 * turn round and end.
 */
final class MigrationWorld {

	private static final PoolNames NAMES = PoolNames.of("/sm", "p");

	/** The same few weights come again and again in many worlds. */
	private static final Map<Map<String, Integer>, Continuum> CONTINUA = new ConcurrentHashMap<>();

	private static final int KEYS = 24;

	private static final int NODES = 4;

	private static final long MS = 1_000_000;

	private static final long TTL = 2_000 * MS;

	private final SimulatedTime time;

	private final SimulatedCoordination store;

	private final NodeFaults faults;

	private final List<SimulatedNode> nodes = new ArrayList<>();

	private final List<Instance> instances = new ArrayList<>();

	private final History history = new History();

	private final PoolSettings settings;

	private final boolean hard;

	private final boolean scripted;

	private final PoolFactory factory;

	private long lastValue = 1000;

	private int lastInstance;

	private boolean faulty = true;

	private int migrations;

	MigrationWorld(long seed, Fault fault, Sort sort, boolean traced) {
		this.hard = sort == Sort.SLEEPY;
		this.scripted = sort == Sort.SCRIPTED;
		this.time = new SimulatedTime(seed, traced);
		this.store = new SimulatedCoordination(this.time);
		this.faults = new NodeFaults(fault, this.time, this::raised);
		PoolSettings.Builder builder = PoolSettings.named("p");
		MemoryNodeFactory memory = new MemoryNodeFactory(() -> this.time.now() / MS);
		for (int i = 1; i <= NODES; i++) {
			builder.node(NodeSettings.of("n" + i, "memory:", 100));
			this.nodes.add(new SimulatedNode("n" + i, this.time,
					memory.create(new NodeConfig("n" + i, "memory:", null, null, Duration.ofSeconds(1), null)),
					this.faults));
		}
		this.settings = builder.build();
		this.factory = new PoolFactory(new ContinuumAlgorithms(List.of()), List.of(), () -> 0);
		Map<String, Integer> first = weights();
		this.store.commit(Transaction.builder()
			.put(NAMES.phase(), PhaseDocument.format(Phase.stable(Phase.FIRST, first)))
			.build());
		for (int i = 0; i < 3; i++) {
			startInstance();
		}
		fill(first);
		this.time.after(20 * MS, this::act);
	}

	/** Puts values where they belong, and some where they do not. */
	private void fill(Map<String, Integer> weights) {
		Topology topology = this.instances.get(0).pool.topology();
		for (int i = 0; i < KEYS; i++) {
			byte[] key = key(i).getBytes(StandardCharsets.UTF_8);
			int owner = topology.owner(key).position();
			if (i % 3 != 0) {
				this.nodes.get(owner).now(NodeCommand.Put.of(key, bytes(i)));
				this.history.initially(key(i), i);
			}
			for (int other = 0; other < NODES; other++) {
				if (other != owner && this.time.chance(0.2)) {
					this.nodes.get(other).now(NodeCommand.Put.of(key, bytes(900 + i)));
				}
			}
		}
	}

	private Map<String, Integer> weights() {
		Map<String, Integer> weights = new LinkedHashMap<>();
		for (int i = 1; i <= NODES; i++) {
			weights.put("n" + i, this.time.chance(0.35) ? 0 : 50 + 50 * this.time.below(2));
		}
		if (Phase.holding(weights).isEmpty()) {
			weights.put("n1", 100);
		}
		return weights;
	}

	private Continuum continuum(Map<String, Integer> weights) {
		return CONTINUA.computeIfAbsent(new TreeMap<>(weights),
				(asked) -> this.factory.continuum(this.settings, asked));
	}

	private Instance startInstance() {
		Instance instance = new Instance("i" + ++this.lastInstance);
		this.instances.add(instance);
		instance.start();
		return instance;
	}

	/** Lets the world go on, with faults and without, and then comes to rest. */
	String run(long millis) {
		this.time.runUntil(this.time.now() + millis * MS);
		this.faulty = false;
		this.store.away(false);
		this.time.runUntil(this.instances.stream().mapToLong((instance) -> instance.pausedUntil).max().orElse(0));
		for (int i = 0; i < 100 && phase().step() != Phase.Step.STABLE; i++) {
			finish();
			this.time.runUntil(this.time.now() + 1_000 * MS);
		}
		this.time.runUntil(this.time.now() + 3_000 * MS);
		if (phase().step() != Phase.Step.STABLE || phase().sweep()) {
			return "the migration does not come to an end: " + phase();
		}
		this.instances.stream().filter((instance) -> !instance.dead).forEach((instance) -> {
			for (int i = 0; i < KEYS; i++) {
				instance.operate(key(i), Verb.GET, 0, 0);
			}
		});
		this.time.runUntil(this.time.now() + 3_000 * MS);
		String violation = this.history.violation();
		return (violation != null) ? violation : leftovers();
	}

	private String leftovers() {
		Topology topology = this.instances.get(this.instances.size() - 1).pool.topology();
		for (SimulatedNode node : this.nodes) {
			SurveyPage page = node.now(new MigrationCommand.Survey("p", ScanPage.START, new byte[0], 1000));
			boolean holds = topology.weights().getOrDefault(node.toString(), 0) > 0;
			if (holds && !page.staged().isEmpty()) {
				return "node " + node + " keeps copies " + page.staged();
			}
		}
		return null;
	}

	private void finish() {
		Phase phase = phase();
		Progress progress = progress();
		boolean clean = progress.m() == phase.m() && progress.clean();
		if (phase.step() == Phase.Step.RUN && (!phase.copying() || clean)) {
			change(phase.at(Phase.Step.CLOSED));
		}
	}

	private void raised(NodeRecord record) {
		if (record.stage() == NodeRecord.Stage.CLOSED) {
			closed();
		}
		if (this.hard && record.stage() == NodeRecord.Stage.RUN && this.time.chance(0.3)) {
			this.instances.stream()
				.filter((instance) -> instance.copying)
				.forEach((instance) -> this.time.after(this.time.between(MS, 20 * MS), instance::wakeUp));
		}
	}

	/**
	 * A place was closed: what is left there is a miss, which only a passive mode may
	 * leave.
	 */
	private void closed() {
		if (!phase().copying()) {
			this.history.closed(this.time.now());
		}
		if (this.hard && this.faulty && this.time.chance(0.35)) {
			controller().ifPresent((instance) -> instance.pause(this.time.between(50 * MS, 2 * TTL)));
		}
	}

	private Optional<Instance> controller() {
		Entry entry = this.store.get(NAMES.controller());
		String name = (entry != null) ? entry.value() : "";
		return this.instances.stream().filter((instance) -> !instance.dead && name.contains(instance.name())).findAny();
	}

	private Phase phase() {
		return PhaseDocument.parse(this.store.get(NAMES.phase()).value());
	}

	private Progress progress() {
		Entry entry = this.store.get(NAMES.progress());
		return (entry != null) ? Progress.parse(entry.value()) : Progress.none(0);
	}

	private void change(Phase next) {
		this.time.note("operator", next.step() + " " + next.m());
		this.store.commit(Transaction.builder().put(NAMES.phase(), PhaseDocument.format(next)).build());
	}

	private void act() {
		if (!this.faulty) {
			return;
		}
		migrate();
		disturb();
		for (Instance instance : List.copyOf(this.instances)) {
			if (!instance.dead && this.time.chance(0.7)) {
				instance.operate();
			}
		}
		this.time.after(this.time.between(2 * MS, 60 * MS), this::act);
	}

	private void migrate() {
		Phase phase = phase();
		switch (phase.step()) {
			case STABLE -> {
				if (this.time.chance(0.2) && this.migrations < 4) {
					Map<String, Integer> target = weights();
					if (!target.equals(phase.to())) {
						this.migrations++;
						MigrationMode mode = this.time.chance(0.75) ? MigrationMode.ACTIVE : MigrationMode.PASSIVE;
						change(phase.begin(target, mode, this.time.chance(0.3), 1));
					}
				}
			}
			case PURGE, AWARE -> {
				if (this.time.chance(0.03)) {
					change(phase.cancel());
				}
			}
			case RUN -> {
				boolean asleep = this.hard && this.instances.stream().anyMatch((instance) -> instance.copying);
				if (this.time.chance(asleep ? 0.15 : (this.hard ? 0.01 : 0.04))) {
					change(phase.turn());
				}
				else if (this.time.chance(phase.copying() ? 0.3 : (this.hard ? 0.1 : 0.05))) {
					finish();
				}
			}
			case SETTLE -> {
				if (this.time.chance(0.05)) {
					change(phase.turn());
				}
			}
			case CLOSED -> {
				boolean may = phase.copying() || this.faults.is(Fault.ABORT_AFTER_CLOSED);
				if (may && this.time.chance(0.1)) {
					change(phase.turn());
				}
			}
			default -> {
			}
		}
	}

	private void disturb() {
		Instance instance = this.instances.get(this.time.below(this.instances.size()));
		if (this.time.chance(0.015) && !instance.dead && !instance.paused()) {
			instance.pause(this.time.between(10 * MS, 4 * TTL));
		}
		if (this.time.chance(0.006) && !instance.dead) {
			instance.die();
			this.time.after(this.time.between(100 * MS, TTL), this::startInstance);
		}
		if (this.time.chance(0.03)) {
			this.nodes.get(this.time.below(NODES)).breakConnection(instance.name());
		}
		if (this.time.chance(0.01) && !this.store.isAway()) {
			this.store.away(true);
			this.time.after(this.time.between(50 * MS, 1_000 * MS), () -> this.store.away(false));
		}
	}

	List<String> trace() {
		return this.time.trace();
	}

	int answered() {
		return this.history.answered();
	}

	int undecided() {
		return this.history.undecided();
	}

	long migrationNumber() {
		return phase().m();
	}

	private static String key(int i) {
		return "k" + i;
	}

	private static byte[] bytes(long number) {
		return Long.toString(number).getBytes(StandardCharsets.UTF_8);
	}

	/** What is particular to a world. */
	enum Sort {

		PLAIN,

		/**
		 * Instances sleep in the middle of what they do too: between the answer to one
		 * step and the next one, above all where that may hurt.
		 */
		SLEEPY,

		/** No connection is ever ended; all commands carry the migration's number. */
		SCRIPTED

	}

	/** A running application. */
	private final class Instance {

		private final String id;

		private final MigrationWorld world = MigrationWorld.this;

		private final List<PoolNode> poolNodes = new ArrayList<>();

		private Pool pool;

		private PoolMember member;

		private String session;

		private boolean dead;

		private long pausedUntil;

		private final List<Runnable> asleep = new ArrayList<>();

		/** Whether it sleeps while a copy of its is staged. */
		private boolean copying;

		private long lastSoon;

		private Instance(String id) {
			this.id = id;
		}

		private String name() {
			return NAMES.connections() + this.id + ":x";
		}

		private void start() {
			Entry entry = this.world.store.get(NAMES.phase());
			Phase phase = PhaseDocument.parse(entry.value());
			for (int i = 0; i < NODES; i++) {
				this.poolNodes.add(new PoolNode(this.world.settings.nodes().get(i), i,
						this.world.nodes.get(i).client(new Guard(), this::receive), TestPools.patientHealth()));
			}
			CoordinationStore client = new GatedStore(this.world.store.client(() -> !this.dead), this::gated);
			Topologies topologies = new Topologies(topology(phase.view()), this.world.scripted) {

				@Override
				synchronized boolean drained() {
					return Instance.this.world.faults.is(Fault.CONFIRM_IN_FLIGHT) || super.drained();
				}

			};
			long patience = this.world.faults.is(Fault.NO_BARRIER) ? 0 : 6_000 * MS;
			Parts parts = new Parts("p", NAMES, name(), client, topologies, this::topology,
					new ConfiguredNodes(this.world.settings, this.poolNodes), (node, weights) -> "f", patience);
			DeadlineDriver deadlines = new DeadlineDriver(this.world.time::now);
			PoolRunner runner = new PoolRunner("p", Duration.ofSeconds(2), deadlines, CacheListener.NONE,
					new MovingCall.Context("p", topologies, this::later, this.world.time::now), null);
			this.pool = new Pool(this.world.settings, topologies, new PlainCodec(), runner,
					new Loads("p", LoadSettings.DEFAULT, deadlines), Runnable::run);
			MigrationTools tools = new MigrationTools("p", this.pool.keys(), new KeyMover("p", this.id),
					new Survey("p", new byte[0], 8, 0, this::later), null, (Executor) this::soon, this::later,
					this.world.time::now);
			this.member = new PoolMember(parts, tools, phase, entry.revision(), CacheListener.NONE);
			this.member.start();
			beginSession();
			beat();
		}

		private Topology topology(Phase.View view) {
			return new Topology(view.m(), this.world.continuum(view.from()),
					view.aware() ? this.world.continuum(view.to()) : null, this.poolNodes, view.from(), view.to());
		}

		private void beginSession() {
			this.session = this.world.store.open();
			String begun = this.session;
			soon(() -> this.member.began(begun));
		}

		/** Renews the session while it can; the store ends one that is not renewed. */
		private void beat() {
			String renewed = this.session;
			this.world.time.after(TTL, () -> {
				if (this.dead) {
					closeSession();
					return;
				}
				boolean known = renewed != null && !renewed.isEmpty() && renewed.equals(this.session);
				if (known && paused()) {
					closeSession();
					soon(() -> {
						this.member.ended();
						beginSession();
					});
				}
				beat();
			});
		}

		private void closeSession() {
			if (!this.session.isEmpty()) {
				this.world.store.close(this.session);
			}
			this.session = "";
		}

		private boolean paused() {
			return this.world.time.now() < this.pausedUntil;
		}

		private void pause(long nanos) {
			this.world.time.note(this.id, "paused for " + nanos / MS + "ms");
			this.pausedUntil = Math.max(this.pausedUntil, this.world.time.now() + nanos);
			if (this.world.hard) {
				this.world.time.after(nanos, () -> {
					if (!paused()) {
						wakeUp();
					}
				});
			}
		}

		private void wakeUp() {
			this.pausedUntil = this.world.time.now();
			this.copying = false;
			List<Runnable> tasks = List.copyOf(this.asleep);
			this.asleep.clear();
			tasks.forEach(this::gated);
		}

		private void die() {
			this.world.time.note(this.id, "dies");
			this.dead = true;
		}

		/** Runs a task unless the instance is dead, and not while it is paused. */
		private void gated(Runnable task) {
			if (this.dead) {
				return;
			}
			if (paused() && this.world.hard) {
				this.asleep.add(task);
			}
			else if (paused()) {
				this.world.time.after(this.pausedUntil - this.world.time.now(), () -> gated(task));
			}
			else {
				task.run();
			}
		}

		/** Sleeps at times before it goes on with a copy that is staged. */
		private void receive(NodeCommand<?> command, Runnable answer) {
			if (!this.world.hard) {
				answer.run();
				return;
			}
			if (command instanceof MigrationCommand.Stage && this.world.faulty && !paused()
					&& this.world.time.chance(0.05)) {
				pause(this.world.time.between(10 * MS, 3 * TTL));
				this.copying = true;
			}
			gated(answer);
		}

		private void soon(Runnable task) {
			this.lastSoon = Math.max(this.lastSoon, this.world.time.now() + this.world.time.between(1, 100_000));
			this.world.time.after(this.lastSoon - this.world.time.now(), () -> gated(task));
		}

		private void later(long nanos, Runnable task) {
			this.world.time.after(nanos, () -> gated(task));
		}

		private void operate() {
			if (paused()) {
				return;
			}
			String key = key(this.world.time.below(KEYS));
			Verb verb = Verb.values()[this.world.time.below(Verb.values().length)];
			long ttl = (verb == Verb.EXPIRE || (verb == Verb.SET && this.world.time.chance(0.3)))
					? this.world.time.between(20 * MS, 3_000 * MS) / MS * MS : 0;
			operate(key, verb, (verb == Verb.INCREMENT) ? 1 : (this.world.lastValue += 100), ttl);
		}

		private void operate(String key, Verb verb, long argument, long ttl) {
			History.Operation operation = this.world.history.begin(this.id, key, verb, argument, ttl,
					this.world.time.now());
			this.world.time.note(this.id,
					"begins " + operation + " of " + key + " at " + this.member.known().phase().step());
			Requests requests = this.pool.requests();
			Duration time = Duration.ofMillis(ttl / MS);
			String value = String.valueOf(argument);
			switch (verb) {
				case GET -> send(operation, requests.<String>get(key, String.class),
						(found) -> (found != null) ? Long.parseLong(found) : -1);
				case SET -> send(operation, (ttl > 0) ? requests.set(key, value, time) : requests.set(key, value),
						(done) -> 0L);
				case SET_IF_ABSENT -> send(operation, requests.setIfAbsent(key, value, null), (done) -> done ? 1L : 0L);
				case DELETE -> send(operation, requests.delete(key), (done) -> done ? 1L : 0L);
				case INCREMENT -> send(operation, requests.increment(key, argument), (sum) -> sum);
				case EXPIRE -> send(operation, requests.expire(key, time), (done) -> done ? 1L : 0L);
			}
		}

		/** At times a thread is slow between looking where a key is and asking there. */
		private <R, T> void send(History.Operation operation, Request<R, T> request, Function<T, Long> result) {
			Topology topology = this.pool.topologies().current();
			if (!topology.aware() && this.world.time.chance(0.06)) {
				Topology begun = this.pool.topologies().begin();
				PoolNode node = request.node(begun);
				if (!this.pool.topologies().steps(begun, request.placed(), node)) {
					later(this.world.time.between(MS, 1_500 * MS), () -> answer(operation, request, result,
							new Sent<>(node, node.send(request.command(), null), begun.inFlight())));
					return;
				}
				begun.inFlight().end();
			}
			answer(operation, request, result, this.pool.runner().send(request));
		}

		private <R, T> void answer(History.Operation operation, Request<R, T> request, Function<T, Long> result,
				Sent<R> sent) {
			sent.future().whenComplete((answer, failure) -> {
				sent.end();
				gated(() -> {
					if (failure == null) {
						this.world.history.answer(operation, result.apply(request.answer().apply(answer)),
								this.world.time.now());
					}
					this.world.time.note(this.id,
							(failure != null) ? "no answer: " + operation + " " + failure : operation);
				});
			});
		}

		private final class Guard implements ConnectionGuard {

			@Override
			public String pool() {
				return "p";
			}

			@Override
			public String connectionName() {
				return name();
			}

			@Override
			public CompletionStage<Void> admit(Optional<NodeRecord> record) {
				CompletableFuture<Void> admitted = new CompletableFuture<>();
				gated(() -> Instance.this.member.admit(record).whenComplete((done, failure) -> {
					if (failure != null) {
						admitted.completeExceptionally(failure);
					}
					else {
						admitted.complete(null);
					}
				}));
				return admitted;
			}

		}

	}

}
