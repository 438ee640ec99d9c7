package dev.sm.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceAction.Invoke;
import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ParticipantInfo;
import dev.sm.manager.ServiceDescription.ShardInfo;
import dev.sm.manager.ServiceSettings;
import dev.sm.manager.ShardCallback;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardSpec;

/**
 * A cluster in one thread and virtual time: the machines of production over a simulated
 * store, with handlers of one's own. Nothing happens unless time is told to go on, and a
 * seed replays exactly. That at most one participant holds a shard is checked after every
 * step. To be used by one thread.
 */
public final class SimulatedCluster implements AutoCloseable {

	private static final Duration STEP = Duration.ofMillis(100);

	private static final int QUIET_STEPS = 10;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final Timeline time;

	private final SimulatedSite site;

	private final VirtualClock clock;

	private final ServiceSettings settings;

	private final Duration sessionTtl;

	private final Function<String, ParticipantBeans> beans;

	private final Function<String, ShardCallback> callbacks;

	private final OwnershipDriver wishes;

	private final List<SimulatedParticipant> all = new ArrayList<>();

	private final List<String> history = new ArrayList<>();

	private final Map<String, Integer> lives = new HashMap<>();

	SimulatedCluster(ClusterBuilder builder) {
		this.time = new Timeline(builder.seed, false);
		SimulatedNetwork network = new SimulatedNetwork(this.time);
		network.reliable();
		SimulatedStore store = new SimulatedStore(this.time, 1);
		this.site = new SimulatedSite(this.time, store, network);
		this.clock = new VirtualClock(this.time);
		this.settings = builder.service;
		this.sessionTtl = builder.sessionTtl;
		this.callbacks = builder.callbacks;
		this.beans = (builder.classes.isEmpty()) ? (id) -> null : (id) -> new ParticipantBeans(id,
				this.settings.service(), this.clock, builder.parent, builder.classes);
		this.wishes = new OwnershipDriver(new SimulatedCoordination(store), OwnershipSettings.of("/sm", "person"),
				List.of(this.settings), Runnable::run);
	}

	/**
	 * Begins to make a cluster.
	 * @return a builder, with 8 fixed shards of a service {@code test}
	 */
	public static ClusterBuilder builder() {
		return new ClusterBuilder();
	}

	/**
	 * Starts a participant. One that was started under the same id must have ended; if
	 * its session has not, that is waited for, as in production.
	 * @param id its id
	 * @return the participant, which registers when time goes on
	 */
	public SimulatedParticipant start(String id) {
		return start(id, "", 1);
	}

	/**
	 * Starts a participant that differs from others.
	 * @param id its id
	 * @param zone where it runs, or {@code ""}
	 * @param weight its share relative to others
	 * @param tags what it has, for shards that require it
	 * @return the participant, which registers when time goes on
	 */
	public SimulatedParticipant start(String id, String zone, double weight, String... tags) {
		if (this.all.stream().anyMatch((other) -> other.id().equals(id) && other.running())) {
			throw new IllegalArgumentException("participant '" + id + "' runs already");
		}
		OwnershipSettings defaults = OwnershipSettings.of("/sm", id);
		OwnershipSettings settings = new OwnershipSettings("/sm", id, null, zone, weight, null, Set.of(tags), true,
				this.sessionTtl, defaults.requestTimeout());
		note(id, "starts");
		ParticipantBeans beans = this.beans.apply(id);
		SimulatedParticipant participant = new SimulatedParticipant(this, settings,
				id + "." + this.lives.merge(id, 1, Integer::sum), beans,
				(beans != null) ? beans.callback() : this.callbacks.apply(id));
		this.all.add(participant);
		return participant;
	}

	/**
	 * Lets time go on.
	 * @param time how much
	 * @throws AssertionError if two participants hold a shard
	 */
	public void advance(Duration time) {
		long until = this.time.now() + time.toNanos();
		while (this.time.step(until)) {
			check();
		}
	}

	/**
	 * Lets time go on until nothing has changed for a second: everybody who can has
	 * registered, and every shard that somebody can hold is held.
	 * @throws AssertionError if that is not so after five minutes
	 */
	public void settle() {
		long until = this.time.now() + PATIENCE.toNanos();
		long generation = -1;
		int quiet = 0;
		while (quiet < QUIET_STEPS) {
			advance(STEP);
			Optional<ServiceDescription> seen = seen();
			boolean same = seen.map(ServiceDescription::generation).orElse(0L) == generation;
			generation = seen.map(ServiceDescription::generation).orElse(0L);
			quiet = (same && seen.map(this::isSettled).orElse(true)) ? quiet + 1 : 0;
			if (this.time.now() > until) {
				throw new AssertionError("not settled after " + PATIENCE.toSeconds() + " s: " + this.all + ", "
						+ seen.map(ServiceDescription::shards).orElse(List.of()));
			}
		}
	}

	private Optional<ServiceDescription> seen() {
		return this.all.stream()
			.filter(SimulatedParticipant::reachable)
			.map((participant) -> participant.machine().describe())
			.max(Comparator.comparingLong(ServiceDescription::generation));
	}

	private boolean isSettled(ServiceDescription seen) {
		Set<String> known = seen.participants().stream().map(ParticipantInfo::id).collect(Collectors.toSet());
		Map<String, Set<String>> held = held();
		return this.all.stream()
			.allMatch((participant) -> !participant.busy()
					&& (!participant.reachable() || known.contains(participant.id())))
				&& seen.shards()
					.stream()
					.allMatch((shard) -> shard.owner() == null || shard.state().equals("HELD")
							&& held.getOrDefault(shard.owner(), Set.of()).contains(shard.id()));
	}

	private void check() {
		Map<String, SimulatedParticipant> holders = new HashMap<>();
		for (SimulatedParticipant participant : this.all) {
			if (participant.running()) {
				for (Shard shard : participant.given()) {
					SimulatedParticipant other = shard.held() ? holders.put(shard.id(), participant) : null;
					if (other != null) {
						throw new AssertionError("shard " + shard.id() + " is held by " + other + " and by "
								+ participant + "\n" + String.join("\n", this.history));
					}
				}
			}
		}
	}

	/**
	 * A participant by its id.
	 * @param id the id
	 * @return the one that was started last under it
	 */
	public SimulatedParticipant participant(String id) {
		return this.all.stream()
			.filter((participant) -> participant.id().equals(id))
			.reduce((first, second) -> second)
			.orElseThrow(() -> new IllegalArgumentException("participant '" + id + "' was never started"));
	}

	/**
	 * Who holds what at this instant.
	 * @return ids of shards by participant, for all that run
	 */
	public Map<String, Set<String>> held() {
		Map<String, Set<String>> held = new TreeMap<>();
		this.all.stream()
			.filter(SimulatedParticipant::running)
			.forEach((participant) -> held.computeIfAbsent(participant.id(), (id) -> new TreeSet<>())
				.addAll(participant.held()));
		return held;
	}

	/**
	 * Who holds a shard at this instant.
	 * @param shardId the shard
	 * @return the participant, if one does
	 */
	public Optional<SimulatedParticipant> holderOf(String shardId) {
		return this.all.stream().filter((participant) -> participant.held().contains(shardId)).findFirst();
	}

	/**
	 * Why a shard is where it is or nowhere, as participants know.
	 * @param shardId the shard
	 * @return the reason; {@code ""} if there is nothing to say
	 */
	public String reason(String shardId) {
		return seen().stream()
			.flatMap((seen) -> seen.shards().stream())
			.filter((shard) -> shard.id().equals(shardId))
			.map(ShardInfo::reason)
			.findFirst()
			.orElse("");
	}

	/**
	 * Adds a shard.
	 * @param spec what it asks for
	 */
	public void add(ShardSpec spec) {
		manager().add(spec);
	}

	/**
	 * Removes a shard that was added.
	 * @param shardId the shard
	 */
	public void remove(String shardId) {
		manager().remove(shardId);
	}

	/**
	 * Moves a shard.
	 * @param shardId the shard
	 * @param participantId where it goes
	 */
	public void move(String shardId, String participantId) {
		manager().move(shardId, participantId);
	}

	/**
	 * Hands off all that a participant holds, and gives it nothing until it is resumed.
	 * @param participantId the participant
	 */
	public void drain(String participantId) {
		manager().drain(participantId);
	}

	/**
	 * Ends a drain.
	 * @param participantId the participant
	 */
	public void resume(String participantId) {
		manager().resume(participantId);
	}

	private ShardManager manager() {
		return this.wishes.manager(this.settings.service());
	}

	/**
	 * Takes the store away from everybody, or brings it back.
	 * @param away whether it is away
	 */
	public void storeAway(boolean away) {
		note("store", away ? "is away" : "is back");
		this.site.network().down(away);
	}

	/**
	 * The time of the cluster.
	 * @return its clock
	 */
	public VirtualClock clock() {
		return this.clock;
	}

	/**
	 * What has happened: what was done to participants, and what their handlers were
	 * told.
	 * @return a line each, in order, such as {@code "12.003 p1 ADD 5"}
	 */
	public List<String> history() {
		return List.copyOf(this.history);
	}

	void told(String participant, Invoke invoke) {
		note(participant, invoke.call() + " " + invoke.shard().id());
	}

	void note(String who, String what) {
		this.history.add(String.format(Locale.ROOT, "%.3f %s %s", this.time.now() / 1e9, who, what));
	}

	SimulatedSite site() {
		return this.site;
	}

	ServiceSettings settings() {
		return this.settings;
	}

	/** Closes the participants' application contexts. */
	@Override
	public void close() {
		this.wishes.close();
		this.all.forEach(SimulatedParticipant::close);
	}

}
