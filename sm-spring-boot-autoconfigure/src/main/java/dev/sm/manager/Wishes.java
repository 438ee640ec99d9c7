package dev.sm.manager;

import dev.sm.shard.ShardSpec;

/**
 * Texts of the documents that people's wishes are stored in: specs, moves and drains.
 */
final class Wishes {

	private Wishes() {
	}

	static String spec(ShardSpec spec) {
		throw new IllegalStateException("not built yet: " + spec);
	}

	static ShardSpec readSpec(String shardId, String text) {
		throw new IllegalStateException("not built yet: " + shardId);
	}

	static String move(String participantId) {
		return "v1\t" + participantId;
	}

	static String drain() {
		return "v1\tdrain";
	}

}
