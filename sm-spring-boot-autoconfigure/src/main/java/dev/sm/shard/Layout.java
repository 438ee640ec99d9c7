package dev.sm.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What a list of shards alone determines: their order, groups and requirements. A plan's
 * targets keep it, so that planning again for the same list needs no sorting. Immutable.
 */
final class Layout {

	private final List<ShardSpec> source;

	/** The shards, ordered by id, each once. */
	final ShardSpec[] shards;

	/** The weight of each shard. */
	final double[] weights;

	/** The number of each shard's group. */
	final int[] group;

	/** Whether all shards of a group weigh the same, so that they are counted. */
	final boolean[] counted;

	/** The shards that are pinned. */
	final int[] pinned;

	/** The shards that ask for standbys. */
	final int[] copied;

	/** Those that are not pinned, by what they ask for. */
	final List<Kind> kinds;

	private Layout(List<ShardSpec> source) {
		this.source = source;
		this.shards = distinct(source);
		this.weights = Arrays.stream(this.shards).mapToDouble(ShardSpec::weight).toArray();
		this.group = new int[this.shards.length];
		this.counted = groups(this.shards, this.group);
		this.pinned = IntStream.range(0, this.shards.length).filter((s) -> this.shards[s].pin() != null).toArray();
		this.copied = IntStream.range(0, this.shards.length).filter((s) -> this.shards[s].standbys() > 0).toArray();
		this.kinds = kinds(this.shards, this.group);
	}

	/**
	 * The layout of a request's shards.
	 * @param request the request
	 * @return the layout that its owners came with, if it is of the same list
	 */
	static Layout of(PlanRequest request) {
		if (request.owners() instanceof Targets targets && targets.layout().source == request.shards()) {
			return targets.layout();
		}
		return new Layout(request.shards());
	}

	private static ShardSpec[] distinct(List<ShardSpec> source) {
		ShardSpec[] sorted = source.toArray(new ShardSpec[0]);
		Arrays.sort(sorted, (a, b) -> {
			int byId = a.id().compareTo(b.id());
			return (byId != 0 || a == b) ? byId : a.toString().compareTo(b.toString());
		});
		int count = 0;
		for (ShardSpec shard : sorted) {
			if (count == 0 || !sorted[count - 1].id().equals(shard.id())) {
				sorted[count++] = shard;
			}
		}
		return Arrays.copyOf(sorted, count);
	}

	private static boolean[] groups(ShardSpec[] shards, int[] group) {
		Map<String, Integer> numbers = new LinkedHashMap<>();
		double[] weight = new double[shards.length];
		boolean[] counted = new boolean[shards.length];
		for (int s = 0; s < shards.length; s++) {
			Integer known = numbers.putIfAbsent(shards[s].group(), numbers.size());
			int number = (known != null) ? known : numbers.size() - 1;
			group[s] = number;
			if (known == null) {
				weight[number] = shards[s].weight();
				counted[number] = true;
			}
			counted[number] &= (weight[number] == shards[s].weight());
		}
		return Arrays.copyOf(counted, numbers.size());
	}

	private static List<Kind> kinds(ShardSpec[] shards, int[] group) {
		Map<Asked, IntStream.Builder> members = new LinkedHashMap<>();
		Asked asked = null;
		IntStream.@Nullable Builder last = null;
		for (int s = 0; s < shards.length; s++) {
			if (shards[s].pin() == null) {
				if (asked == null || last == null || asked.group != group[s] || !asked.tags.equals(shards[s].tags())) {
					asked = new Asked(group[s], shards[s].tags());
					last = members.computeIfAbsent(asked, (any) -> IntStream.builder());
				}
				last.add(s);
			}
		}
		List<Kind> kinds = new ArrayList<>();
		members.forEach((key, found) -> kinds.add(new Kind(key.group, key.tags, found.build().toArray())));
		return kinds;
	}

	/**
	 * Shards of one group that ask for the same.
	 *
	 * @param group the number of the group
	 * @param tags what a participant must have
	 * @param shards the shards, ordered
	 */
	record Kind(int group, Set<String> tags, int[] shards) {

	}

	private record Asked(int group, Set<String> tags) {

	}

}
