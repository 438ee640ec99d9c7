package dev.sm.shard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * The eligible participants of a cohort as arrays, which of its shards each holds now,
 * and what each has been given. Mutable; lives for one cohort.
 */
final class Takers {

	final int[] participants;

	final double[] weight;

	final int[] zone;

	final int zones;

	/** How many shards of the cohort each holds now. */
	final int[] current;

	/** How much each has been given of the group. */
	final double[] load;

	/** The load that would be even. */
	final double[] even;

	private final Model model;

	private final Cohort cohort;

	private final int[] position;

	Takers(Model model, Cohort cohort) {
		this.model = model;
		this.cohort = cohort;
		this.participants = cohort.eligible();
		int n = this.participants.length;
		this.weight = new double[n];
		this.zone = new int[n];
		this.load = new double[n];
		this.position = new int[model.participants.length];
		Arrays.fill(this.position, -1);
		Map<String, Integer> numbers = new HashMap<>();
		boolean spread = model.request.options().zoneSpread();
		for (int i = 0; i < n; i++) {
			Participant participant = model.participants[this.participants[i]];
			this.weight[i] = participant.weight();
			this.position[this.participants[i]] = i;
			Integer zone = numbers.putIfAbsent(spread ? participant.zone() : "", numbers.size());
			this.zone[i] = (zone != null) ? zone : numbers.size() - 1;
			this.load[i] = cohort.group().load(this.participants[i]);
		}
		this.zones = Math.max(1, numbers.size());
		this.current = current();
		this.even = even();
	}

	private int[] current() {
		int[] counts = new int[this.participants.length];
		for (int shard : this.cohort.shards()) {
			int i = holder(shard);
			if (i >= 0) {
				counts[i]++;
			}
		}
		return counts;
	}

	private double[] even() {
		double amount = 0;
		double[] base = this.load.clone();
		for (int shard : this.cohort.shards()) {
			int i = givenTo(shard);
			if (i >= 0 && this.model.hot.get(shard)) {
				continue;
			}
			amount += this.model.sizes[shard];
			if (i >= 0) {
				base[i] = Math.max(0, base[i] - this.model.sizes[shard]);
			}
		}
		double[] room = new double[size()];
		Arrays.fill(room, Double.POSITIVE_INFINITY);
		double[] shares = Shares.of(amount, this.weight, base, room);
		for (int i = 0; i < shares.length; i++) {
			shares[i] += base[i];
		}
		return shares;
	}

	int size() {
		return this.participants.length;
	}

	/**
	 * The taker that holds a shard now.
	 * @param shard the shard
	 * @return its position, or -1 if none of the takers holds it
	 */
	int holder(int shard) {
		int owner = this.model.owner[shard];
		return (owner >= 0) ? this.position[owner] : -1;
	}

	/**
	 * The taker that a shard has been given to.
	 * @param shard the shard
	 * @return its position, or -1
	 */
	int givenTo(int shard) {
		int target = this.model.target[shard];
		return (target >= 0) ? this.position[target] : -1;
	}

	int room(int i) {
		return this.model.room(this.participants[i]);
	}

	String name(int i) {
		return this.model.participants[this.participants[i]].id();
	}

	void give(int shard, int i) {
		this.model.place(shard, this.participants[i]);
		this.cohort.group().add(this.participants[i], this.model.sizes[shard]);
		this.load[i] += this.model.sizes[shard];
	}

	/**
	 * Gives shards to takers that keep a copy of them already.
	 * @param shards the shards
	 * @param fits whether one more fits a taker
	 * @param given is told which taker has been given one
	 * @return the shards that are left
	 */
	int[] toStandbys(int[] shards, IntPredicate fits, IntConsumer given) {
		if (this.model.copies.known().length == 0) {
			return shards;
		}
		return Arrays.stream(shards).filter((shard) -> {
			for (int standby : this.model.copies.current(shard)) {
				int i = this.position[standby];
				if (i >= 0 && fits.test(i)) {
					give(shard, i);
					given.accept(i);
					return false;
				}
			}
			return true;
		}).toArray();
	}

	/**
	 * Gives a shard to another taker for the sake of the load.
	 * @param shard the shard
	 * @param from who was given it
	 * @param to who is given it instead
	 */
	void move(int shard, int from, int to) {
		if (holder(shard) == from) {
			this.model.why.putIfAbsent(shard, Reasons.load(name(from), this.model.sized.names()[0], this.load[from],
					this.even[from], this.model.request.options().tolerance()));
		}
		this.model.take(shard);
		this.cohort.group().remove(this.participants[from], this.model.sizes[shard]);
		this.load[from] -= this.model.sizes[shard];
		give(shard, to);
	}

	/**
	 * Says why a shard moves for one of several metrics.
	 * @param shard the shard
	 * @param from who has it
	 * @param had the load that it has by the metric
	 * @param share the load that would be even
	 * @param metric the number of the metric
	 */
	void because(int shard, int from, double had, double share, int metric) {
		if (holder(shard) == from) {
			this.model.why.put(shard, Reasons.load(name(from), this.model.sized.names()[metric], had, share,
					this.model.request.options().tolerance()));
		}
	}

	/**
	 * Says that a shard moves in exchange for another.
	 * @param shard the shard
	 * @param from who has it
	 * @param other the other shard
	 */
	void because(int shard, int from, int other) {
		if (holder(shard) == from) {
			this.model.why.put(shard, Reasons.exchange(this.model.shards[other].id()));
		}
	}

	boolean overloaded(int i) {
		return this.load[i] > this.even[i] * (1 + this.model.request.options().tolerance()) + Rounding.EPSILON;
	}

	/**
	 * The load at which a taker that was relieved, or that relieves another, stops.
	 * @param i the taker
	 * @return the load that is within half the tolerance
	 */
	double goal(int i) {
		return this.even[i] * (1 + this.model.request.options().tolerance() / 2);
	}

}
