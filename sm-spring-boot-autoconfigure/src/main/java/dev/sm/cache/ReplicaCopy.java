package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.sm.cache.CacheListener.Event;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyValue;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;

/**
 * Copies a value to a node that lacks it. A key that is missing somewhere may have been
 * deleted, and a node that still has it may have missed that; so as many nodes must have
 * it as leave no room for a deletion that was acknowledged before they are asked. A copy
 * lives no longer than what it is a copy of, so that copies of copies end too.
 *
 * @param replicas the nodes
 */
record ReplicaCopy(Replicas replicas) {

	private static final String VERB = "repair";

	/** Copies to a node that is known to lack the key. */
	void repair(Replica target, byte[] key) {
		if (fits(target, key)) {
			copy(target, key, Event.REPAIRED);
		}
	}

	/** Copies to a node that is being filled, if it lacks the key. */
	void fill(Replica target, byte[] key) {
		if (fits(target, key)) {
			look(target, key).thenAccept((there) -> {
				if (there.value() != null) {
					target.copied(false);
				}
				else {
					copy(target, key, Event.WARMED);
				}
			});
		}
	}

	private static boolean fits(Replica replica, byte[] key) {
		return !replica.writes().unsure(key) && !replica.node().health().open();
	}

	private void copy(Replica target, byte[] key, Event event) {
		List<CompletableFuture<Looked>> looks = this.replicas.all()
			.stream()
			.filter((other) -> other != target && other.distance(List.of(key)) <= Replica.FILLED)
			.map((other) -> look(other, key).exceptionally((failure) -> Looked.ABSENT))
			.toList();
		CompletableFuture.allOf(looks.toArray(CompletableFuture<?>[]::new)).thenAccept((all) -> {
			List<Looked> held = looks.stream()
				.map(CompletableFuture::join)
				.filter((looked) -> looked.value() != null && looked.remaining() != 0)
				.toList();
			if (!held.isEmpty() && held.size() >= this.replicas.missesNeeded() && fits(target, key)) {
				put(target, new KeyValue(key, Objects.requireNonNull(held.get(0).value())), lives(held), event);
			}
		});
	}

	private Duration lives(List<Looked> held) {
		long most = this.replicas.context().settings().repairTtl().toMillis();
		long least = held.stream()
			.mapToLong((looked) -> (looked.remaining() != KeyCopy.NEVER) ? looked.remaining() : most)
			.min()
			.orElse(most);
		return Duration.ofMillis(Math.max(1, Math.min(most, least)));
	}

	private void put(Replica target, KeyValue entry, Duration ttl, Event event) {
		this.replicas.ask(target, VERB, new NodeCommand.PutIfAbsent(entry, ttl, null), null)
			.whenComplete((absent, failure) -> {
				if (failure == null) {
					target.copied(absent);
					if (absent) {
						this.replicas.context().event(target, event);
					}
				}
			});
	}

	private CompletableFuture<Looked> look(Replica replica, byte[] key) {
		return this.replicas.ask(replica, VERB, new NodeCommand.Look(key), null);
	}

}
