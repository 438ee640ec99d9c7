package dev.sm.manager;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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
			Versioned<StatusDocument> before = this.seen.put(entry.getKey(), entry.getValue());
			if (before != entry.getValue()) {
				stood(entry.getKey(), before, now);
				changed |= take(entry.getKey(), entry.getValue().value(), now);
			}
		}
		for (String gone : gone()) {
			stood(gone, this.seen.remove(gone), now);
		}
		changed |= this.known.entrySet().removeIf((load) -> isOver(load.getKey(), load.getValue(), now));
		if (changed || this.known.values().stream().anyMatch(Known::fades)) {
			Map<String, ShardLoad> current = new HashMap<>();
			this.known.forEach((shard, load) -> current.put(shard, load.at(now, this.settings)));
			this.loads = Map.copyOf(current);
		}
		return this.loads;
	}

	/**
	 * Whether loads are told, but not of every shard that is held: whoever has just taken
	 * one has not measured it yet, and only who was told before knows better.
	 */
	boolean arePartial() {
		return !this.known.isEmpty() && this.state.statuses()
			.values()
			.stream()
			.anyMatch(
					(status) -> status.value().held().keySet().stream().anyMatch((id) -> !this.known.containsKey(id)));
	}

	/** Who had a document and has none any more. */
	private Set<String> gone() {
		Set<String> gone = new HashSet<>(this.seen.keySet());
		gone.removeAll(this.state.statuses().keySet());
		return gone;
	}

	/** What stood in a document until now was told until now. */
	private void stood(String participant, @Nullable Versioned<StatusDocument> document, long now) {
		if (document != null) {
			document.value()
				.held()
				.forEach((shard, held) -> this.known.computeIfPresent(shard,
						(id, load) -> load.isFrom(participant, held) ? load.until(now) : load));
		}
	}

	private boolean take(String participant, StatusDocument status, long now) {
		boolean taken = false;
		for (Map.Entry<String, StatusDocument.Held> entry : status.held().entrySet()) {
			StatusDocument.Held held = entry.getValue();
			if (!held.load().isEmpty()) {
				this.known.compute(entry.getKey(), (shard, before) -> next(before, participant, held, now));
				taken = true;
			}
		}
		return taken;
	}

	private Known next(@Nullable Known before, String participant, StatusDocument.Held held, long now) {
		if (before == null || held.epoch() < before.epoch) {
			return (before != null) ? before
					: new Known(participant, held.epoch(), held.load(), ShardLoad.none(), now, now);
		}
		if (held.epoch() > before.epoch) {
			return new Known(participant, held.epoch(), held.load(), before.at(now, this.settings), now, now);
		}
		boolean done = this.settings.way(now - before.since) > 0.95;
		return new Known(participant, held.epoch(), held.load(), done ? ShardLoad.none() : before.before, before.since,
				now);
	}

	/** A load that stays the same is told once, and stays in the document. */
	private boolean isOver(String shard, Known load, long now) {
		if (now - load.at - this.settings.maxAge().toNanos() < 0) {
			return false;
		}
		Versioned<StatusDocument> status = this.state.statuses().get(load.participant);
		StatusDocument.Held held = (status != null) ? status.value().held().get(shard) : null;
		return held == null || !load.isFrom(load.participant, held);
	}

	/**
	 * What is known of one shard.
	 *
	 * @param participant who told it
	 * @param epoch the ownership in which it was measured
	 * @param load what its owner told last
	 * @param before what was known when the owner first told it
	 * @param since when that was
	 * @param at when it was told last
	 */
	private record Known(String participant, long epoch, ShardLoad load, ShardLoad before, long since, long at) {

		boolean isFrom(String teller, StatusDocument.Held held) {
			return this.participant.equals(teller) && this.epoch == held.epoch() && !held.load().isEmpty();
		}

		Known until(long now) {
			return new Known(this.participant, this.epoch, this.load, this.before, this.since, now);
		}

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
