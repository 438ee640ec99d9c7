package dev.sm.shard;

/**
 * Gives the shards of owners that are gone to their standbys: the first in line that has
 * not more than its share of all shards, or else the first. A copy that is there is worth
 * more than the balance, which the shards of others restore.
 */
final class Promotions {

	private final Model model;

	private int[] owned = new int[0];

	private double even;

	Promotions(Model model) {
		this.model = model;
	}

	void place() {
		for (int shard : this.model.copies.known()) {
			if (this.model.target[shard] < 0 && this.model.promoted.get(shard)) {
				this.model.place(shard, this.model.owner[shard]);
			}
			else if (this.model.target[shard] < 0 && this.model.owner[shard] < 0) {
				promote(shard);
			}
		}
	}

	private void promote(int shard) {
		int chosen = Model.NONE;
		for (int standby : this.model.copies.current(shard)) {
			if (this.model.suits(shard, standby) && !this.model.participants[standby].draining() && hasRoom(standby)) {
				boolean fits = belowShare(standby);
				chosen = (fits || chosen < 0) ? standby : chosen;
				if (fits) {
					break;
				}
			}
		}
		if (chosen >= 0) {
			this.model.promoted.set(shard);
			this.model.place(shard, chosen);
			this.owned[chosen]++;
		}
	}

	/** Beside what it owns: nobody loses a shard for it. */
	private boolean hasRoom(int participant) {
		Integer max = this.model.participants[participant].maxShards();
		return this.model.room(participant) > 0 && (max == null || owned()[participant] < max);
	}

	private boolean belowShare(int participant) {
		return owned()[participant] < Rounding.ceiling(this.even * this.model.participants[participant].weight());
	}

	private int[] owned() {
		if (this.owned.length == 0) {
			this.owned = new int[this.model.participants.length];
			for (int owner : this.model.owner) {
				if (owner >= 0) {
					this.owned[owner]++;
				}
			}
			double weight = 0;
			for (Participant candidate : this.model.participants) {
				weight += candidate.draining() ? 0 : candidate.weight();
			}
			this.even = this.model.shards.length / weight;
		}
		return this.owned;
	}

}
