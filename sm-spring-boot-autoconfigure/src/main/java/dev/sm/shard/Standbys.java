package dev.sm.shard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Plans who keeps copies, once it is known who owns what. A copy that is in place stays;
 * one that is missing goes to the participant with the fewest, in a zone that has none of
 * the shard if there is one. An owner that hands a shard over keeps its copy if one is
 * wanted.
 */
final class Standbys {

	private final Model model;

	private final Zones zones;

	private final double[] load;

	private final Map<Requirement, Candidates> candidates = new HashMap<>();

	Standbys(Model model) {
		this.model = model;
		this.zones = new Zones(model);
		this.load = new double[model.participants.length];
	}

	void place() {
		int[] shards = this.model.copies.known();
		if (shards.length == 0) {
			return;
		}
		for (int shard : shards) {
			keep(shard);
		}
		for (int shard : (this.model.sizes == this.model.layout.weights) ? shards : this.model.largestFirst(shards)) {
			fill(shard);
		}
		new StandbyBalance(this.model, this.zones, this.load).run();
	}

	/** Those that spread the shard over zones come first. */
	private void keep(int shard) {
		int[] current = this.model.copies.current(shard);
		int[] kept = new int[Math.min(this.model.shards[shard].standbys(), current.length)];
		int count = 0;
		for (int least = 0; count < kept.length && least <= current.length; least++) {
			for (int standby : current) {
				int[] so = Arrays.copyOf(kept, count);
				if (count < kept.length && mayKeep(shard, standby) && !contains(so, standby)
						&& this.zones.copies(shard, so, standby) == least && least <= least(shard, so)) {
					kept[count++] = standby;
				}
			}
		}
		int[] ordered = Arrays.copyOf(kept, count);
		this.model.copies.plan(shard, Arrays.stream(current).filter((p) -> contains(ordered, p)).toArray());
		for (int standby : ordered) {
			this.load[standby] += this.model.sizes[shard];
		}
	}

	/** The fewest copies that a zone has in which one more could go. */
	private int least(int shard, int[] kept) {
		return this.zones.isKnown() ? candidates(shard).least(shard, kept) : Integer.MAX_VALUE;
	}

	private boolean mayKeep(int shard, int participant) {
		return participant != this.model.target[shard] && eligible(participant, requirement(shard));
	}

	private void fill(int shard) {
		int wanted = this.model.shards[shard].standbys();
		int[] planned = this.model.copies.planned(shard);
		while (planned.length < wanted) {
			int standby = next(shard, planned);
			if (standby < 0) {
				break;
			}
			planned = Arrays.copyOf(planned, planned.length + 1);
			planned[planned.length - 1] = standby;
			this.load[standby] += this.model.sizes[shard];
		}
		this.model.copies.plan(shard, planned);
	}

	private int next(int shard, int[] planned) {
		int before = this.model.owner[shard];
		Candidates all = candidates(shard);
		int least = all.least(shard, planned);
		if (before >= 0 && mayKeep(shard, before) && !contains(planned, before)
				&& this.zones.copies(shard, planned, before) <= least) {
			return before;
		}
		return all.next(shard, planned, least);
	}

	private Candidates candidates(int shard) {
		return this.candidates.computeIfAbsent(requirement(shard), (requirement) -> new Candidates(this.model,
				this.zones, this.load, (participant) -> eligible(participant, requirement)));
	}

	private Requirement requirement(int shard) {
		return new Requirement(this.model.shards[shard].tags(), this.model.excluded(shard));
	}

	private boolean eligible(int participant, Requirement requirement) {
		return eligible(this.model.participants[participant], requirement.tags, requirement.excluded);
	}

	static boolean eligible(Participant candidate, Set<String> tags, Set<String> excluded) {
		return candidate.weight() > 0 && !candidate.draining() && candidate.tags().containsAll(tags)
				&& !excluded.contains(candidate.id());
	}

	static boolean contains(int[] some, int one) {
		for (int other : some) {
			if (other == one) {
				return true;
			}
		}
		return false;
	}

	private record Requirement(Set<String> tags, Set<String> excluded) {

	}

}
