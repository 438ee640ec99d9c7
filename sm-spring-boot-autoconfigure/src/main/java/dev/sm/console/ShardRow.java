package dev.sm.console;

import java.util.List;

import dev.sm.manager.ServiceDescription.ShardInfo;
import org.jspecify.annotations.Nullable;

/**
 * One shard that has changed.
 *
 * @param id its id
 * @param owner who owns it, or {@code null}
 * @param epoch its epoch
 * @param state its state by the first letter
 * @param load its load
 * @param reason why it is where it is
 * @param standbys who keeps copies
 */
record ShardRow(String id, @Nullable String owner, long epoch, String state, double load, String reason,
		List<String> standbys) {

	static ShardRow of(ShardInfo shard) {
		return new ShardRow(shard.id(), shard.owner(), shard.epoch(), shard.state().substring(0, 1),
				ShardRows.rounded(shard.load()), shard.reason(), shard.standbys());
	}

}
