package dev.sm.manager;

import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

/**
 * A shard that is held or not, for ever.
 */
record TestShard(String service, String id, long epoch, boolean held) implements Shard {

	static TestShard held(String id) {
		return new TestShard("orders", id, 1, true);
	}

	static TestShard lost(String id) {
		return new TestShard("orders", id, 1, false);
	}

	@Override
	public @Nullable String task() {
		return null;
	}

}
