package dev.sm.manager;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.shard.ShardLoad;
import org.jspecify.annotations.Nullable;

/**
 * The loads that participants have told, by shard. A load outlives its shard's move: what
 * the owner before has told fades into what the new one tells, which begins to average
 * anew, and is forgotten after the maximal age.
 */
final class KnownLoads {

	private final ServiceState state;

	private final LoadSettings settings;

	private final Map<String, Versioned<StatusDocument>> seen = new HashMap<>();

	private final Map<String, Known> known = new HashMap<>();

	private Map<String, ShardLoad> loads = Map.of();

	KnownLoads(ServiceState state, LoadSettings settings) {
		this.state = state;
		this.settings = settings;
	}

	/**
	 * The loads at present.
	 * @param now the time
	 * @return by shard, immutable; a shard without one is absent
	 */
	Map<String, ShardLoad> at(long now) {
		boolean changed = false;
		for (Map.Entry<String, Versioned<StatusDocument>> entry : this.state.statuses().entrySet()) {
			if (this.seen.put(entry.getKey(), entry.getValue()) != entry.getValue()) {
				changed |= take(entry.getValue().value(), now);
			}
		}
		this.seen.keySet().retainAll(this.state.statuses().keySet());
		changed |= this.known.values().removeIf((load) -> isOver(load, now));
		if (changed || this.known.values().stream().anyMatch(Known::fades)) {
			Map<String, ShardLoad> current = new HashMap<>();
			this.known.forEach((shard, load) -> current.put(shard, load.at(now, this.settings)));
			this.loads = Map.copyOf(current);
		}
		return this.loads;
	}

	private boolean take(StatusDocument status, long now) {
		boolean taken = false;
		for (Map.Entry<String, StatusDocument.Held> entry : status.held().entrySet()) {
			StatusDocument.Held held = entry.getValue();
			if (!held.load().isEmpty()) {
				this.known.compute(entry.getKey(), (shard, before) -> next(before, held, now));
				taken = true;
			}
		}
		return taken;
	}

	private Known next(@Nullable Known before, StatusDocument.Held held, long now) {
		if (before == null || held.epoch() < before.epoch) {
			return (before != null) ? before : new Known(held.epoch(), held.load(), ShardLoad.none(), now, now);
		}
		if (held.epoch() > before.epoch) {
			return new Known(held.epoch(), held.load(), before.at(now, this.settings), now, now);
		}
		boolean done = this.settings.way(now - before.since) > 0.95;
		return new Known(held.epoch(), held.load(), done ? ShardLoad.none() : before.before, before.since, now);
	}

	private boolean isOver(Known load, long now) {
		return now - load.at - this.settings.maxAge().toNanos() >= 0;
	}

	/**
	 * What is known of one shard.
	 *
	 * @param epoch the ownership in which it was measured
	 * @param load what its owner told last
	 * @param before what was known when the owner first told it
	 * @param since when that was
	 * @param at when it was told last
	 */
	private record Known(long epoch, ShardLoad load, ShardLoad before, long since, long at) {

		boolean fades() {
			return !this.before.isEmpty();
		}

		ShardLoad at(long now, LoadSettings settings) {
			if (!fades()) {
				return this.load;
			}
			double way = settings.way(now - this.since);
			Map<String, Double> metrics = new LinkedHashMap<>();
			this.load.metrics().forEach((metric, value) -> {
				double old = this.before.metrics().getOrDefault(metric, value);
				metrics.put(metric, old + (value - old) * way);
			});
			return new ShardLoad(metrics);
		}

	}

}
