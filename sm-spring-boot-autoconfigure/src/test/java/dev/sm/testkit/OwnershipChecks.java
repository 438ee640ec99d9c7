package dev.sm.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;

import dev.sm.manager.OwnershipMode;
import dev.sm.shard.Shard;

/**
 * The guarantees of ownership, checked after every step of a simulation by the common
 * clock.
 */
final class OwnershipChecks {

	private final SimulatedWorld world;

	private final Map<String, Highest> highest = new HashMap<>();

	private final Map<String, SortedSet<Long>> completed = new HashMap<>();

	private String violation;

	private boolean settled;

	OwnershipChecks(SimulatedWorld world) {
		this.world = world;
	}

	void that(boolean holds, String guarantee, Supplier<String> message) {
		if (!holds && this.violation == null) {
			this.violation = guarantee + ": " + message.get();
			this.world.time().note("CHECK", this.violation);
		}
	}

	String violation() {
		return this.violation;
	}

	/**
	 * O2: epochs only grow; an add is repeated only by the same life of an instance. With
	 * affinity, one that is cut off may go on with what it was given.
	 */
	void added(SimulatedInstance instance, Shard shard) {
		Highest before = this.highest.get(shard.id());
		boolean again = before != null && before.shard() == shard;
		boolean apart = this.world.settings().ownership() == OwnershipMode.AFFINITY;
		that(before == null || again || apart || shard.epoch() > before.shard().epoch(), "O2",
				() -> instance.name() + " adds shard " + shard.id() + " at epoch " + shard.epoch() + " after "
						+ before.instance().name() + " added it at " + before.shard().epoch());
		if (before == null || shard.epoch() > before.shard().epoch()) {
			this.highest.put(shard.id(), new Highest(instance, shard));
		}
	}

	/** A shard was added, and the call was not given up before. */
	void completed(Shard shard) {
		this.completed.computeIfAbsent(shard.id(), (any) -> new TreeSet<>()).add(shard.epoch());
	}

	/**
	 * What an owner left comes to the next one: nobody has added the shard in between.
	 */
	void inherited(SimulatedInstance instance, Shard shard, long epoch) {
		SortedSet<Long> between = this.completed.getOrDefault(shard.id(), new TreeSet<>())
			.subSet(epoch + 1, Math.max(epoch + 1, shard.epoch()));
		that(between.isEmpty() && epoch < shard.epoch(), "state", () -> instance.name() + " adds shard " + shard.id()
				+ " at " + shard.epoch() + " with what was left at " + epoch + ", although it was added at " + between);
	}

	/** Shards that lack the copies that they should have. */
	List<String> withoutStandby() {
		List<String> without = new ArrayList<>();
		this.world.shards().forEach((shard, asked) -> {
			List<SimulatedInstance> able = eligible().stream().filter(asked::allows).toList();
			boolean kept = able.stream()
				.anyMatch((instance) -> instance.handlers().hasCopy(shard) && !instance.heldShards().contains(shard));
			if (asked.standbys() > 0 && able.size() > 1 && !kept) {
				without.add(shard);
			}
		});
		return without;
	}

	/** From here on, O1 holds for affinity as well. */
	void settled() {
		this.settled = true;
	}

	/** O1: at any instant, at most one participant holds a shard, by one object. */
	void afterStep() {
		if (this.world.forgetful() || this.world.settings().ownership() == OwnershipMode.AFFINITY && !this.settled) {
			return;
		}
		Map<String, SimulatedInstance> holders = new HashMap<>();
		for (SimulatedInstance instance : this.world.instances()) {
			for (String shard : instance.handlers().seenShards()) {
				for (Shard given : instance.handlers().seen(shard)) {
					if (given.held()) {
						SimulatedInstance other = holders.put(shard, instance);
						that(other == null, "O1", () -> "shard " + shard + " is held by " + other.name() + " and by "
								+ instance.name() + " at " + given.epoch());
					}
				}
			}
		}
	}

	/** O3: every shard that somebody may hold is held. */
	List<String> unheld() {
		List<String> unheld = new ArrayList<>();
		List<SimulatedInstance> eligible = eligible();
		this.world.shards().forEach((shard, asked) -> {
			boolean wanted = eligible.stream().anyMatch(asked::allows);
			boolean held = this.world.instances()
				.stream()
				.anyMatch((instance) -> instance.heldShards().contains(shard));
			if (wanted && !held) {
				unheld.add(shard);
			}
		});
		return unheld;
	}

	/** Shards that are held although they were removed. */
	List<String> surplus() {
		Set<String> surplus = new TreeSet<>();
		this.world.instances().forEach((instance) -> surplus.addAll(instance.heldShards()));
		surplus.removeAll(this.world.shards().keySet());
		return List.copyOf(surplus);
	}

	/** O6: counts at floor or ceiling, where nobody wished otherwise. */
	boolean even() {
		List<Integer> counts = eligible().stream().map((instance) -> instance.heldShards().size()).sorted().toList();
		return counts.isEmpty() || counts.get(counts.size() - 1) - counts.get(0) <= 1;
	}

	List<SimulatedInstance> eligible() {
		return this.world.instances()
			.stream()
			.filter((instance) -> !instance.observer() && !instance.stopping()
					&& !this.world.drained().contains(instance.id()))
			.toList();
	}

	private record Highest(SimulatedInstance instance, Shard shard) {

	}

}
