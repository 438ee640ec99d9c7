package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.cache.CacheListener.Event;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyValue;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;

/**
 * Copies a value to a node that lacks it. A key that is missing somewhere may have been
 * deleted, and a node that still has it may have missed that; so as many nodes must have
 * it as leave no room for a deletion that was acknowledged before they are asked. A copy
 * lives no longer than what it is a copy of, so that copies of copies end too. However
 * many ask for it, a key is copied to a node once at a time, and only so many are.
 */
final class ReplicaCopy {

	private static final String VERB = "repair";

	/** How many copies may be under way. */
	private static final int MOST = 256;

	private final Replicas replicas;

	private final Set<Copy> underWay = ConcurrentHashMap.newKeySet();

	ReplicaCopy(Replicas replicas) {
		this.replicas = replicas;
	}

	/** Copies to a node that is known to lack the key. */
	void repair(Replica target, byte[] key) {
		Copy copy = new Copy(target, name(key));
		if (begin(copy, key)) {
			end(copy, copy(target, key, Event.REPAIRED));
		}
	}

	/** Copies to a node that is being filled, if it lacks the key. */
	void fill(Replica target, byte[] key) {
		Copy copy = new Copy(target, name(key));
		if (begin(copy, key)) {
			end(copy, look(target, key).thenCompose((there) -> {
				if (there.value() != null) {
					target.copied(false);
					return CompletableFuture.completedFuture(false);
				}
				return copy(target, key, Event.WARMED);
			}));
		}
	}

	private boolean begin(Copy copy, byte[] key) {
		return this.underWay.size() < MOST && fits(copy.target(), key) && this.underWay.add(copy);
	}

	private void end(Copy copy, CompletableFuture<Boolean> made) {
		made.whenComplete((absent, failure) -> this.underWay.remove(copy));
	}

	private static String name(byte[] key) {
		return new String(key, StandardCharsets.ISO_8859_1);
	}

	private static boolean fits(Replica replica, byte[] key) {
		return !replica.writes().unsure(key) && !replica.node().health().open();
	}

	private CompletableFuture<Boolean> copy(Replica target, byte[] key, Event event) {
		List<Replica> others = this.replicas.all()
			.stream()
			.filter((other) -> other != target && other.distance(List.of(key)) <= Replica.FILLED)
			.toList();
		if (others.size() < this.replicas.missesNeeded()) {
			return CompletableFuture.completedFuture(false);
		}
		long asked = this.replicas.context().clock().getAsLong();
		List<CompletableFuture<Looked>> looks = others.stream()
			.map((other) -> look(other, key).exceptionally((failure) -> Looked.ABSENT))
			.toList();
		return CompletableFuture.allOf(looks.toArray(CompletableFuture<?>[]::new)).thenCompose((all) -> {
			List<Looked> held = looks.stream()
				.map(CompletableFuture::join)
				.filter((looked) -> looked.value() != null && looked.remaining() != 0)
				.toList();
			if (!held.isEmpty() && held.size() >= this.replicas.missesNeeded() && fits(target, key) && !late(asked)) {
				return put(target, new KeyValue(key, Objects.requireNonNull(held.get(0).value())), lives(held), event);
			}
			return CompletableFuture.completedFuture(false);
		});
	}

	/** Whether this instance has slept meanwhile, and others have gone on. */
	private boolean late(long asked) {
		return this.replicas.context().clock().getAsLong() - asked > this.replicas.context().timeout();
	}

	private Duration lives(List<Looked> held) {
		long most = this.replicas.context().settings().repairTtl().toMillis();
		long least = held.stream()
			.mapToLong((looked) -> (looked.remaining() != KeyCopy.NEVER) ? looked.remaining() : most)
			.min()
			.orElse(most);
		return Duration.ofMillis(Math.max(1, Math.min(most, least)));
	}

	private CompletableFuture<Boolean> put(Replica target, KeyValue entry, Duration ttl, Event event) {
		return this.replicas.ask(target, VERB, new NodeCommand.PutIfAbsent(entry, ttl, null), null)
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

	private record Copy(Replica target, String key) {

	}

}
