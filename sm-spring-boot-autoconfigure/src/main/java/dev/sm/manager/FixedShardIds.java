package dev.sm.manager;

import java.util.regex.Pattern;

/**
 * The ids of a service's fixed shards, {@code "0"} to {@code count - 1}.
 *
 * @param count how many there are
 */
record FixedShardIds(int count) {

	private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,5}");

	boolean contains(String shardId) {
		return NUMBER.matcher(shardId).matches() && Integer.parseInt(shardId) < this.count;
	}

}
