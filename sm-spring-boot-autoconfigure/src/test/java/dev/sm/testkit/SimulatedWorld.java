package dev.sm.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import dev.sm.manager.HungDrop;
import dev.sm.manager.OwnershipMode;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceSettings;

/**
 * Everything that there is in a simulation, and what a person does to it.
 */
final class SimulatedWorld {

	static final Duration TTL = Duration.ofSeconds(2);

	static final String SERVICE = "orders";

	private static final String ROOT = "/sm/" + SERVICE;

	private static final int FIXED_SHARDS = 6;

	/** So little that a document of three shards has chunks. */
	private static final int SMALL_DOCUMENT = 100;

	private final SimulatedMachines machines;

	private final Timeline time;

	private final SimulatedStore store;

	private final SimulatedNetwork network;

	private final SimulatedSite site;

	private final ServiceSettings settings;

	private final OwnershipChecks checks;

	private final List<SimulatedInstance> instances = new ArrayList<>();

	private final Map<String, Integer> lives = new HashMap<>();

	private final Map<String, Wanted> shards = new TreeMap<>();

	private final Set<String> drained = new TreeSet<>();

	private final boolean varied;

	private final boolean stranger;

	private final boolean chunked;

	private final boolean lossy;

	private long lostUntil;

	private long lastStart;

	private boolean handlersFaulty = true;

	SimulatedWorld(SimulatedMachines machines, Timeline time, boolean chunked) {
		this.machines = machines;
		this.time = time;
		this.store = new SimulatedStore(time, 0.99 + 0.0001 * time.below(201));
		this.network = new SimulatedNetwork(time);
		this.site = new SimulatedSite(time, this.store, this.network);
		Duration grace = time.chance(0.7) ? Duration.ZERO : Duration.ofMillis(1500);
		HungDrop hungDrop = time
			.oneOf(List.of(HungDrop.FENCE, HungDrop.FENCE, HungDrop.FENCE, HungDrop.WAIT, HungDrop.EXIT));
		OwnershipMode mode = time.chance(0.15) ? OwnershipMode.AFFINITY : OwnershipMode.EXCLUSIVE;
		this.varied = time.chance(0.3);
		this.stranger = time.chance(0.2);
		this.lossy = time.chance(0.3);
		ServiceSettings settings = new ServiceSettings("orders", FIXED_SHARDS, mode, Duration.ofMillis(400), hungDrop,
				time.chance(0.5) ? 1 : null, 0.1, grace, true);
		this.chunked = chunked;
		this.settings = chunked ? settings.withDocumentBytes(SMALL_DOCUMENT) : settings;
		this.checks = new OwnershipChecks(this);
		this.store.listen(new DocumentChecks(this)::changed);
		fixedShardsOnly();
	}

	private void fixedShardsOnly() {
		this.shards.clear();
		for (int i = 0; i < FIXED_SHARDS; i++) {
			this.shards.put(Integer.toString(i), Wanted.NOTHING);
		}
	}

	/** Whether participants differ in zone, weight and limit. */
	boolean varied() {
		return this.varied;
	}

	/** Whether somebody writes what nobody can read. */
	boolean stranger() {
		return this.stranger;
	}

	/** Whether the store can lose all it has. */
	boolean lossy() {
		return this.lossy;
	}

	/**
	 * Until when those that had a session of a store that has lost it may hold shards.
	 */
	long lostUntil() {
		return this.lostUntil;
	}

	/**
	 * Whether two may hold a shard, because somebody who has not seen any epoch may be
	 * controller of a store that has lost them all.
	 */
	boolean forgetful() {
		return this.time.now() <= this.lostUntil && this.lastStart > this.lostUntil - 2 * TTL.toNanos();
	}

	/** The store loses everything while nobody reaches it; revisions start again. */
	void wipe() {
		this.time.note("fate", "wipes the store");
		this.lostUntil = this.time.now() + TTL.toNanos() * 102 / 100;
		this.store.wipe(this.time.chance(0.5) ? 1 : this.store.revision() / 2 + 1);
		this.drained.clear();
		fixedShardsOnly();
	}

	/** Overwrites a key with what nobody can read. */
	void scribble() {
		List<Entry> entries = this.store.list(ROOT).entries();
		if (!entries.isEmpty()) {
			String key = this.time.oneOf(entries).key().substring(ROOT.length() + 1);
			if (!key.startsWith("specs/")) {
				write(key, this.time.oneOf(List.of("garbage", "", "v1", "v9\t1")));
			}
		}
	}

	/** Whether documents have chunks. */
	boolean chunked() {
		return this.chunked;
	}

	/** Puts an earlier value back into a key that is a chunk of a document. */
	void putBack() {
		List<Entry> earlier = this.store.since(0)
			.stream()
			.map(WatchEvent::entry)
			.filter((entry) -> entry != null && entry.key().split("/").length == 6)
			.toList();
		if (!earlier.isEmpty()) {
			Entry entry = this.time.oneOf(earlier);
			write(entry.key().substring(ROOT.length() + 1), entry.value());
		}
	}

	SimulatedMachines machines() {
		return this.machines;
	}

	Timeline time() {
		return this.time;
	}

	SimulatedSite site() {
		return this.site;
	}

	SimulatedStore store() {
		return this.store;
	}

	SimulatedNetwork network() {
		return this.network;
	}

	ServiceSettings settings() {
		return this.settings;
	}

	OwnershipChecks checks() {
		return this.checks;
	}

	boolean handlersFaulty() {
		return this.handlersFaulty;
	}

	void handlersFaulty(boolean faulty) {
		this.handlersFaulty = faulty;
	}

	/** The instances that have not crashed. */
	List<SimulatedInstance> instances() {
		this.instances.removeIf((instance) -> !instance.running());
		return this.instances;
	}

	/** The shards that there should be, with what was asked for them. */
	Map<String, Wanted> shards() {
		return this.shards;
	}

	Set<String> drained() {
		return this.drained;
	}

	/** Whether the instances of an id only look on. */
	static boolean isObserver(String id) {
		return id.startsWith("w");
	}

	SimulatedInstance start(String id) {
		int life = this.lives.merge(id, 1, Integer::sum);
		this.time.note("person", "starts " + id + "." + life);
		OwnershipSettings defaults = OwnershipSettings.of("/sm", id);
		SimulatedInstance instance = new SimulatedInstance(this, id, life,
				new OwnershipSettings("/sm", id, null, this.varied ? this.time.oneOf(List.of("z1", "z2")) : "",
						this.varied ? this.time.oneOf(List.of(0.5, 1.0, 3.0)) : 1, null,
						(this.varied && this.time.chance(0.5)) ? Set.of("gpu") : Set.of(), !isObserver(id), TTL,
						defaults.requestTimeout()));
		this.instances.add(instance);
		this.lastStart = this.time.now();
		return instance;
	}

	void addSpec(String shard, Wanted wanted) {
		this.shards.put(shard, wanted);
		write("specs/" + shard, wanted.spec());
	}

	/** Says that a shard can be tried again wherever it has failed. */
	void resumeShard(String shard) {
		write("resumes/" + shard, "v1\tresume");
	}

	/** The most planned moves at once. */
	int budget() {
		Integer budget = this.settings.maxMovesInFlight();
		return (budget != null) ? budget : Math.max(8, this.settings.count() / 8);
	}

	/** The store forgets its history. */
	void compact() {
		if (this.machines.registrationsLag() == 0) {
			this.time.note("store", "is compacted");
			this.store.compact();
		}
	}

	void removeSpec(String shard) {
		this.shards.remove(shard);
		delete("specs/" + shard);
	}

	void move(String shard, String participant) {
		write("moves/" + shard, "v1\t" + participant);
	}

	void drain(String participant) {
		this.drained.add(participant);
		write("drains/" + participant, "v1\tdrain");
	}

	void resume(String participant) {
		this.drained.remove(participant);
		delete("drains/" + participant);
	}

	/** Withdraws all wishes, so that shards are free to balance. */
	void withdrawWishes() {
		List.copyOf(this.drained).forEach(this::resume);
		this.store.list(ROOT + "/moves").entries().forEach((entry) -> delete(entry.key().substring(ROOT.length() + 1)));
	}

	/** The shards that some participant does not want for a while. */
	Set<String> quarantined() {
		Map<String, String> values = new TreeMap<>();
		this.store.list(ROOT + "/status").entries().forEach((entry) -> values.put(entry.key(), entry.value()));
		Set<String> quarantined = new TreeSet<>();
		values.keySet()
			.stream()
			.filter((key) -> key.split("/").length == 5)
			.flatMap((key) -> StoredText.of(values, key).lines())
			.filter((line) -> line.startsWith("Q\t"))
			.forEach((line) -> quarantined.add(line.split("\t")[1]));
		return quarantined;
	}

	void deposeController() {
		delete("controller");
	}

	private void write(String key, String value) {
		this.time.note("person", "writes " + key + " " + value);
		this.store.commit(Transaction.builder().put(ROOT + "/" + key, value).build());
	}

	private void delete(String key) {
		this.time.note("person", "deletes " + key);
		this.store.commit(Transaction.builder().delete(ROOT + "/" + key).build());
	}

}
