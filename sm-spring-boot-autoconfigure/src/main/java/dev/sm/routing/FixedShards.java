package dev.sm.routing;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of keys to fixed shards: part of what is promised, since another one would
 * send every key elsewhere.
 */
final class FixedShards {

	private static final String ALGORITHM = "jump";

	private FixedShards() {
	}

	static @Nullable Continuum continuum(int count) {
		if (count == 0) {
			return null;
		}
		Map<String, Integer> shards = new LinkedHashMap<>();
		for (int shard = 0; shard < count; shard++) {
			shards.put(Integer.toString(shard), 1);
		}
		return Continuum.of(new ContinuumSpec(ALGORITHM, shards, null, null));
	}

}
