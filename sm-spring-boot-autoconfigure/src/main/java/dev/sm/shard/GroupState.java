package dev.sm.shard;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a group's shards take of each participant so far. Mutable; lives for one plan, and
 * holds its arrays only while a cohort of the group is still to be placed.
 */
final class GroupState {

	/** Enough for every cohort to answer what the others did. */
	private static final int ROUNDS = 16;

	private final int participants;

	private int @Nullable [] count;

	private double @Nullable [] load;

	private final List<Cohort> cohorts = new ArrayList<>();

	private @Nullable Levels levels;

	private int placed;

	GroupState(int participants) {
		this.participants = participants;
	}

	void add(int participant, double size) {
		change(participant, 1, size);
	}

	void remove(int participant, double size) {
		change(participant, -1, -size);
	}

	private void change(int participant, int shards, double size) {
		if (this.count == null || this.load == null) {
			this.count = new int[this.participants];
			this.load = new double[this.participants];
		}
		this.count[participant] += shards;
		this.load[participant] += size;
	}

	/**
	 * How many of the group's shards a participant has been given.
	 * @param participant the participant
	 * @return the count
	 */
	int count(int participant) {
		return (this.count != null) ? this.count[participant] : 0;
	}

	/**
	 * The sum of their sizes.
	 * @param participant the participant
	 * @return the load
	 */
	double load(int participant) {
		return (this.load != null) ? this.load[participant] : 0;
	}

	/**
	 * What the cohorts that are yet to be placed are going to take of a participant.
	 * @param participant the participant
	 * @return the number of shards, possibly a fraction; 0 for groups that are not
	 * counted
	 */
	double later(int participant) {
		return (this.levels != null) ? this.levels.later(participant) : 0;
	}

	void expect(Cohort cohort) {
		this.cohorts.add(cohort);
	}

	void place(Model model, Cohort cohort) {
		if (this.placed == 0 && cohort.counted() && this.cohorts.size() > 1) {
			this.levels = new Levels(model, this, this.cohorts);
		}
		if (this.levels != null) {
			this.levels.take(cohort);
		}
		if (cohort.counted()) {
			new CountBalance(model, cohort).place();
		}
		else {
			new LoadBalance(model, cohort).place();
		}
		if (++this.placed == this.cohorts.size()) {
			finish(model);
			this.count = null;
			this.load = null;
			this.levels = null;
		}
	}

	private void finish(Model model) {
		if (this.levels != null) {
			new Circles(model, this, this.cohorts).undo();
		}
		if (this.cohorts.get(0).counted() && model.sizes == model.layout.weights) {
			return;
		}
		boolean moved = true;
		for (int round = 0; moved && round < ROUNDS; round++) {
			moved = false;
			for (Cohort cohort : this.cohorts) {
				moved |= even(model, cohort);
			}
			moved &= this.cohorts.size() > 1;
		}
	}

	private static boolean even(Model model, Cohort cohort) {
		Takers takers = new Takers(model, cohort);
		if (model.sized.several()) {
			boolean welcomed = !cohort.counted() && Relief.needed(takers)
					&& new Relief(takers, new Holdings(model, cohort, takers)).welcome();
			return new MetricRelief(model, cohort, takers, new Holdings(model, cohort, takers)).run() || welcomed;
		}
		if (cohort.counted()) {
			return Exchange.needed(takers) && new Exchange(model, takers, new Holdings(model, cohort, takers)).run();
		}
		return Relief.needed(takers) && new Relief(takers, new Holdings(model, cohort, takers)).run();
	}

}
