package dev.sm.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Evens copies out: from participants that keep far more than their share, and to those
 * that keep far less, such as new ones, until they are within half the tolerance. A copy
 * only goes where its zones are spread as well as before.
 */
final class StandbyBalance {

	private final Model model;

	private final Zones zones;

	private final double[] load;

	private final double[] even;

	private final double tolerance;

	private final boolean[] relieved;

	private final boolean[] filled;

	private double largest;

	StandbyBalance(Model model, Zones zones, double[] load) {
		this.model = model;
		this.zones = zones;
		this.load = load;
		this.even = new double[load.length];
		this.relieved = new boolean[load.length];
		this.filled = new boolean[load.length];
		this.tolerance = model.request.options().tolerance();
	}

	void run() {
		share();
		for (int shard : this.model.layout.copied) {
			this.largest = Math.max(this.largest, this.model.sizes[shard]);
		}
		boolean needed = false;
		for (int p = 0; p < this.load.length; p++) {
			this.relieved[p] = this.load[p] > this.even[p] * (1 + this.tolerance) + this.largest;
			this.filled[p] = this.even[p] > 0 && this.load[p] < this.even[p] * (1 - this.tolerance) - this.largest;
			needed |= this.relieved[p] || this.filled[p];
		}
		while (needed && pass()) {
			// until nothing helps any more
		}
	}

	private void share() {
		double weight = 0;
		double amount = 0;
		for (int p = 0; p < this.load.length; p++) {
			weight += weight(p);
			amount += this.load[p];
		}
		for (int p = 0; p < this.load.length; p++) {
			this.even[p] = (weight > 0) ? amount * weight(p) / weight : 0;
		}
	}

	private double weight(int participant) {
		Participant candidate = this.model.participants[participant];
		return candidate.draining() ? 0 : candidate.weight();
	}

	private boolean pass() {
		List<List<Integer>> kept = new ArrayList<>();
		for (int p = 0; p < this.load.length; p++) {
			kept.add(new ArrayList<>());
		}
		for (int shard : this.model.copies.known()) {
			for (int standby : this.model.copies.planned(shard)) {
				kept.get(standby).add(shard);
			}
		}
		boolean moved = false;
		for (int donor : order((p) -> this.load[p] > this.even[p], -1)) {
			for (int shard : kept.get(donor)) {
				moved |= this.load[donor] > this.even[donor] && relieve(donor, shard);
			}
		}
		return moved;
	}

	private boolean relieve(int donor, int shard) {
		double size = this.model.sizes[shard];
		for (int to : order((p) -> this.load[p] < this.even[p], 1)) {
			boolean asked = this.relieved[donor] && this.load[donor] > this.even[donor] * (1 + this.tolerance / 2)
					|| this.filled[to] && this.load[to] < this.even[to] * (1 - this.tolerance / 2);
			if (asked && (this.load[to] + size) / weight(to) + Rounding.EPSILON < this.load[donor] / weight(donor)
					&& fits(shard, donor, to)) {
				int[] planned = this.model.copies.planned(shard).clone();
				Arrays.setAll(planned, (i) -> (planned[i] == donor) ? to : planned[i]);
				this.model.copies.plan(shard, planned);
				this.load[donor] -= size;
				this.load[to] += size;
				return true;
			}
		}
		return false;
	}

	private boolean fits(int shard, int donor, int to) {
		int[] others = Arrays.stream(this.model.copies.planned(shard)).filter((p) -> p != donor).toArray();
		return to != this.model.target[shard] && !Standbys.contains(others, to)
				&& Standbys.eligible(this.model.participants[to], this.model.shards[shard].tags(),
						this.model.excluded(shard))
				&& this.zones.copies(shard, others, to) <= this.zones.copies(shard, others, donor);
	}

	private int[] order(IntPredicate which, int sign) {
		return IntStream.range(0, this.load.length)
			.filter((p) -> weight(p) > 0)
			.filter(which)
			.boxed()
			.sorted(Comparator.comparingDouble((p) -> sign * this.load[p] / weight(p)))
			.mapToInt(Integer::intValue)
			.toArray();
	}

}
