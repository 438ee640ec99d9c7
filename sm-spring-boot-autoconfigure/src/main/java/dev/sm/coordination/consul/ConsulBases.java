package dev.sm.coordination.consul;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.coordination.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What the latest lists have read, until a watch goes on from there: Consul tells the
 * present state only, so what was removed since can only be told by what was there.
 * Thread-safe.
 */
final class ConsulBases {

	private static final int CAPACITY = 64;

	private final Map<Position, Map<String, Long>> bases = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Position, Map<String, Long>> eldest) {
			return size() > CAPACITY;
		}
	};

	synchronized void remember(String prefix, Snapshot snapshot) {
		Map<String, Long> revisions = new HashMap<>();
		snapshot.entries().forEach((entry) -> revisions.put(entry.key(), entry.revision()));
		this.bases.put(new Position(prefix, snapshot.revision()), revisions);
	}

	synchronized @Nullable Map<String, Long> take(String prefix, long revision) {
		return this.bases.remove(new Position(prefix, revision));
	}

	private record Position(String prefix, long revision) {

	}

}
