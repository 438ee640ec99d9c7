package dev.sm.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ShardInfo;
import org.jspecify.annotations.Nullable;

/**
 * The latest moves of shards, as seen by comparing views. Not thread-safe.
 */
final class Moves {

	/** How many are kept. */
	static final int MAX = 1000;

	private final Deque<Move> latest = new ArrayDeque<>();

	private long count;

	void observe(ConsoleView before, ConsoleView after, long at) {
		after.services().forEach((name, service) -> {
			ServiceDescription seen = before.services().get(name);
			// what is there when the page starts has not just come
			if (seen != null && seen != service && !seen.shards().isEmpty()) {
				observe(seen, service, at);
			}
		});
	}

	private void observe(ServiceDescription seen, ServiceDescription now, long at) {
		Map<String, ShardInfo> before = new HashMap<>();
		seen.shards().forEach((shard) -> before.put(shard.id(), shard));
		for (ShardInfo shard : now.shards()) {
			ShardInfo known = before.remove(shard.id());
			String from = (known != null) ? known.owner() : null;
			if (!Objects.equals(from, shard.owner())) {
				add(at, now.service(), shard.id(), from, shard.owner(), shard.epoch(), shard.reason());
			}
		}
		before.values()
			.stream()
			.filter((shard) -> shard.owner() != null)
			.forEach((shard) -> add(at, now.service(), shard.id(), shard.owner(), null, 0, "the shard was removed"));
	}

	private void add(long at, String service, String shard, @Nullable String from, @Nullable String to, long epoch,
			String reason) {
		this.latest.addLast(new Move(++this.count, at, service, shard, from, to, epoch, reason));
		if (this.latest.size() > MAX) {
			this.latest.removeFirst();
		}
	}

	/** Those that are kept, the oldest first. */
	List<Move> latest() {
		return List.copyOf(this.latest);
	}

}
