package dev.sm.shard;

import org.jspecify.annotations.Nullable;

/**
 * What a group's shards take of each participant so far. Mutable; lives for one plan, and
 * holds its arrays only while a cohort of the group is still to be placed.
 */
final class GroupState {

	private final int participants;

	private int @Nullable [] count;

	private double @Nullable [] load;

	private int cohorts;

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

	void expectCohort() {
		this.cohorts++;
	}

	void placedCohort() {
		if (--this.cohorts == 0) {
			this.count = null;
			this.load = null;
		}
	}

}
