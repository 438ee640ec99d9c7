package dev.sm.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Where a pool's migration stands, the same for all instances: the one document that
 * everybody follows. Immutable.
 *
 * @param m the number of the migration; grows with every migration and every abort
 * @param step how far it is
 * @param mode how keys move, or {@code null} if none runs
 * @param from the weights of the places that keys leave
 * @param to the weights of the places that they come to; those that count if none runs
 * @param copying whether somebody copies
 * @param automatic whether it ends by itself once everything has moved
 * @param sweep whether leftovers are still to be removed
 * @param startedAt when it began, in milliseconds since 1970, or 0
 */
record Phase(long m, Step step, @Nullable MigrationMode mode, Map<String, Integer> from, Map<String, Integer> to,
		boolean copying, boolean automatic, boolean sweep, long startedAt) {

	/** The number that a pool starts with, so that 0 is before every migration. */
	static final long FIRST = 1;

	Phase {
		from = Collections.unmodifiableMap(new TreeMap<>(from));
		to = Collections.unmodifiableMap(new TreeMap<>(to));
	}

	static Phase stable(long m, Map<String, Integer> weights) {
		return new Phase(m, Step.STABLE, null, weights, weights, false, false, false, 0);
	}

	/**
	 * A migration begins: what would be in the way is removed first. What the last one
	 * left is still to be removed if this one is taken back.
	 */
	Phase begin(Map<String, Integer> target, MigrationMode how, boolean auto, long now) {
		return new Phase(this.m + 1, Step.PURGE, how, this.to, target, how == MigrationMode.ACTIVE, auto, this.sweep,
				now);
	}

	Phase at(Step next) {
		return new Phase(this.m, next, this.mode, this.from, this.to, this.copying, this.automatic, this.sweep,
				this.startedAt);
	}

	/** Everything is at its new place. */
	Phase finished() {
		return new Phase(this.m + 1, Step.STABLE, null, this.from, this.to, false, false, true, 0);
	}

	Phase swept() {
		return stable(this.m, this.to);
	}

	/** Nothing has moved yet: back to where it was. */
	Phase cancel() {
		return new Phase(this.m + 1, Step.CANCEL, this.mode, this.from, this.from, false, true, this.sweep,
				this.startedAt);
	}

	Phase cancelled() {
		return new Phase(this.m, Step.STABLE, null, this.from, this.from, false, false, this.sweep, 0);
	}

	/** Turns round: what has moved moves back, and it ends by itself. */
	Phase turn() {
		return new Phase(this.m + 1, Step.SETTLE, this.mode, this.to, this.from, true, true, false, this.startedAt);
	}

	/**
	 * What an instance does in this phase. While a migration is taken back, those that
	 * know of it go on as before, and others need not learn of it.
	 */
	View view() {
		return switch (this.step) {
			case STABLE, NEW -> new View(this.m, false, this.to, this.to);
			case PURGE -> new View(this.m - 1, false, this.from, this.from);
			case CANCEL -> new View(Math.max(0, this.m - 2), false, this.from, this.from);
			case AWARE, SETTLE, RUN, CLOSED -> new View(this.m, true, this.from, this.to);
		};
	}

	/** The nodes that hold keys before or afterwards. */
	Set<String> nodes() {
		Set<String> nodes = new TreeSet<>(holding(this.from));
		nodes.addAll(holding(this.to));
		return nodes;
	}

	static Set<String> holding(Map<String, Integer> weights) {
		Set<String> nodes = new TreeSet<>();
		weights.forEach((node, weight) -> {
			if (weight > 0) {
				nodes.add(node);
			}
		});
		return nodes;
	}

	/** How far a migration is. */
	enum Step {

		/** None runs. */
		STABLE,

		/** New places are freed of what is in the way; everybody uses the old places. */
		PURGE,

		/** Everybody learns of it; keys are at their old places. */
		AWARE,

		/** It was turned round: nothing moves until all marks are gone. */
		SETTLE,

		/** Keys move. */
		RUN,

		/** What is left at old places is not looked at any more. */
		CLOSED,

		/** Everybody goes over to the new places. */
		NEW,

		/** It is taken back before anything has moved. */
		CANCEL

	}

	/**
	 * What an instance does: its plain commands or its steps carry this number.
	 *
	 * @param m the number of the migration
	 * @param aware whether keys may be at either of two places
	 * @param from the weights of the old places
	 * @param to the weights of the new places, the same unless aware
	 */
	record View(long m, boolean aware, Map<String, Integer> from, Map<String, Integer> to) {

		View {
			from = new LinkedHashMap<>(from);
			to = new LinkedHashMap<>(to);
		}

		/** Whether this comes before a view, so that operations of this one must end. */
		boolean before(View other) {
			return this.m < other.m || (this.m == other.m && this.aware && !other.aware);
		}

	}

}
