package dev.sm.shard;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The eligible participants of a cohort as arrays, and which of its shards each holds
 * now. Lives for one cohort.
 */
final class Takers {

	final int[] participants;

	final double[] weight;

	final int[] zone;

	final int zones;

	/** How many shards of the cohort each holds now. */
	final int[] current;

	private final int[] position;

	Takers(Model model, Cohort cohort) {
		this.participants = cohort.eligible();
		int n = this.participants.length;
		this.weight = new double[n];
		this.zone = new int[n];
		this.current = new int[n];
		this.position = new int[model.participants.length];
		Arrays.fill(this.position, -1);
		Map<String, Integer> numbers = new TreeMap<>();
		boolean spread = model.request.options().zoneSpread();
		for (int i = 0; i < n; i++) {
			Participant participant = model.participants[this.participants[i]];
			this.weight[i] = participant.weight();
			this.position[this.participants[i]] = i;
			Integer zone = numbers.putIfAbsent(spread ? participant.zone() : "", numbers.size());
			this.zone[i] = (zone != null) ? zone : numbers.size() - 1;
		}
		this.zones = Math.max(1, numbers.size());
		for (int shard : cohort.shards()) {
			int i = holder(model, shard);
			if (i >= 0) {
				this.current[i]++;
			}
		}
	}

	/**
	 * The taker that holds a shard now.
	 * @param model the model
	 * @param shard the shard
	 * @return its position, or -1 if none of the takers holds it
	 */
	int holder(Model model, int shard) {
		int owner = model.owner[shard];
		return (owner >= 0) ? this.position[owner] : -1;
	}

	int size() {
		return this.participants.length;
	}

}
