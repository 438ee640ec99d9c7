package dev.sm.shard;

import java.util.HashMap;
import java.util.Map;

/**
 * The zones of participants by numbers, for spreading a shard and its copies.
 */
final class Zones {

	/** A participant of which nobody knows where it is. */
	static final int UNKNOWN = 0;

	private final Model model;

	private final int[] zone;

	private final int count;

	Zones(Model model) {
		this.model = model;
		this.zone = new int[model.participants.length];
		Map<String, Integer> numbers = new HashMap<>(Map.of("", UNKNOWN));
		if (model.request.options().zoneSpread()) {
			for (int p = 0; p < this.zone.length; p++) {
				Integer known = numbers.putIfAbsent(model.participants[p].zone(), numbers.size());
				this.zone[p] = (known != null) ? known : numbers.size() - 1;
			}
		}
		this.count = numbers.size();
	}

	/** Whether any two participants are known to be apart. */
	boolean isKnown() {
		return this.count > 1;
	}

	int count() {
		return this.count;
	}

	int of(int participant) {
		return this.zone[participant];
	}

	/**
	 * How many of the shard and its copies are in the zone of a participant.
	 * @param shard the shard
	 * @param copies who keeps copies of it
	 * @param participant the participant, which is not counted
	 * @return how many; 0 if the zone is not known
	 */
	int copies(int shard, int[] copies, int participant) {
		return inZone(shard, copies, this.zone[participant]);
	}

	int inZone(int shard, int[] copies, int where) {
		if (where == UNKNOWN) {
			return 0;
		}
		int owner = this.model.target[shard];
		int found = (owner >= 0 && this.zone[owner] == where) ? 1 : 0;
		for (int copy : copies) {
			found += (this.zone[copy] == where) ? 1 : 0;
		}
		return found;
	}

}
