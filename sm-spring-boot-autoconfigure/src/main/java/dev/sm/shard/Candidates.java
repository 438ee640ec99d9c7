package dev.sm.shard;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/**
 * The participants that may keep copies of shards of one kind, those with the fewest
 * first, by zone. Loads may only grow while this is in use.
 */
final class Candidates {

	private final Model model;

	private final Zones zones;

	private final double[] load;

	private final List<PriorityQueue<Place>> places = new ArrayList<>();

	private final double[] owned;

	Candidates(Model model, Zones zones, double[] load, IntPredicate eligible) {
		this.model = model;
		this.zones = zones;
		this.load = load;
		this.owned = new double[load.length];
		for (int s = 0; s < model.target.length; s++) {
			if (model.target[s] >= 0) {
				this.owned[model.target[s]] += model.sizes[s];
			}
		}
		for (int zone = 0; zone < zones.count(); zone++) {
			this.places.add(new PriorityQueue<>());
		}
		for (int p = 0; p < load.length; p++) {
			if (eligible.test(p)) {
				this.places.get(zones.of(p)).add(place(p));
			}
		}
	}

	/**
	 * The fewest of a shard and its copies in a zone where one more could go.
	 * @param shard the shard
	 * @param copies who keeps copies of it
	 * @return how many; the largest number if there is no such zone
	 */
	int least(int shard, int[] copies) {
		int least = Integer.MAX_VALUE;
		for (int zone = 0; zone < this.places.size(); zone++) {
			if (least > 0 && top(zone, shard, copies) != null) {
				least = Math.min(least, this.zones.inZone(shard, copies, zone));
			}
		}
		return least;
	}

	/**
	 * Who should keep one more copy.
	 * @param shard the shard
	 * @param copies who keeps copies of it
	 * @param least how many of the shard may be in a zone for it to be considered
	 * @return the participant, or {@link Model#NONE}
	 */
	int next(int shard, int[] copies, int least) {
		Place best = null;
		for (int zone = 0; zone < this.places.size(); zone++) {
			if (this.zones.inZone(shard, copies, zone) <= least) {
				Place top = top(zone, shard, copies);
				best = (top != null && (best == null || top.compareTo(best) < 0)) ? top : best;
			}
		}
		return (best != null) ? best.participant : Model.NONE;
	}

	/** The first of a zone that has nothing of the shard yet. */
	private @Nullable Place top(int zone, int shard, int[] copies) {
		PriorityQueue<Place> queue = this.places.get(zone);
		List<Place> passed = new ArrayList<>(0);
		Place found = null;
		while (found == null && !queue.isEmpty()) {
			Place first = queue.peek();
			Place now = place(first.participant);
			if (!first.equals(now)) {
				queue.poll();
				queue.add(now);
			}
			else if (first.participant == this.model.target[shard] || Standbys.contains(copies, first.participant)) {
				passed.add(queue.remove());
			}
			else {
				found = first;
			}
		}
		queue.addAll(passed);
		return found;
	}

	private Place place(int participant) {
		double weight = this.model.participants[participant].weight();
		return new Place(this.load[participant] / weight, this.owned[participant] / weight, participant);
	}

	private record Place(double copies, double owned, int participant) implements Comparable<Place> {

		@Override
		public int compareTo(Place other) {
			int byCopies = Double.compare(this.copies, other.copies);
			int byOwned = (byCopies != 0) ? byCopies : Double.compare(this.owned, other.owned);
			return (byOwned != 0) ? byOwned : Integer.compare(this.participant, other.participant);
		}

	}

}
