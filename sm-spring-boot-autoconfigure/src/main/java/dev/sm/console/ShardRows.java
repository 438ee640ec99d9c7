package dev.sm.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.manager.ServiceDescription.ShardInfo;

/**
 * Shards column by column, so that a hundred thousand of them are few megabytes of JSON.
 *
 * @param names the participants that {@code owners} means
 * @param ids the ids of the shards
 * @param owners who owns each: a number of {@code names}, or -1
 * @param epochs the epoch of each
 * @param states the state of each by its first letter
 * @param loads the load of each
 * @param reasons why a shard is where it is, or nowhere, by its place; those that have
 * one
 * @param standbys who keeps copies, by place; those that have any
 */
record ShardRows(List<String> names, List<String> ids, int[] owners, long[] epochs, String states, double[] loads,
		Map<Integer, String> reasons, Map<Integer, List<String>> standbys) {

	static ShardRows of(List<ShardInfo> shards) {
		Map<String, Integer> numbers = new HashMap<>();
		List<String> names = new ArrayList<>();
		List<String> ids = new ArrayList<>(shards.size());
		int[] owners = new int[shards.size()];
		long[] epochs = new long[shards.size()];
		StringBuilder states = new StringBuilder(shards.size());
		double[] loads = new double[shards.size()];
		Map<Integer, String> reasons = new TreeMap<>();
		Map<Integer, List<String>> standbys = new TreeMap<>();
		for (int row = 0; row < shards.size(); row++) {
			ShardInfo shard = shards.get(row);
			ids.add(shard.id());
			owners[row] = (shard.owner() == null) ? -1 : numbers.computeIfAbsent(shard.owner(), (name) -> {
				names.add(name);
				return names.size() - 1;
			});
			epochs[row] = shard.epoch();
			states.append(shard.state().charAt(0));
			loads[row] = rounded(shard.load());
			if (!shard.reason().isEmpty()) {
				reasons.put(row, shard.reason());
			}
			if (!shard.standbys().isEmpty()) {
				standbys.put(row, shard.standbys());
			}
		}
		return new ShardRows(names, ids, owners, epochs, states.toString(), loads, reasons, standbys);
	}

	/** Three digits: more cannot be seen, and would be told again each time. */
	static double rounded(double load) {
		if (!Double.isFinite(load) || load <= 0) {
			return 0;
		}
		double unit = Math.pow(10, Math.floor(Math.log10(load)) - 2);
		return Math.round(load / unit) * unit;
	}

}
