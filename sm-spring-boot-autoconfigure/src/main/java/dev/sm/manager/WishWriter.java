package dev.sm.manager;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import dev.sm.manager.ShardManagerException.Kind;
import dev.sm.shard.ShardSpec;
import org.jspecify.annotations.Nullable;

/**
 * Puts what people ask for into the store. Every wish reads what it depends on and is
 * committed only if that is unchanged, so that no answer speaks of a state that was
 * overtaken. Thread-safe; blocks its caller until the store has answered.
 */
final class WishWriter {

	private static final int ATTEMPTS = 8;

	private final CoordinationStore store;

	private final String service;

	private final ServiceKeys keys;

	private final FixedShardIds fixed;

	private final Duration timeout;

	private final LongSupplier clock;

	WishWriter(CoordinationStore store, OwnershipSettings settings, ServiceSettings service, LongSupplier clock) {
		this.store = store;
		this.service = service.service();
		this.keys = ServiceKeys.of(settings.prefix(), service.service());
		this.fixed = new FixedShardIds(service.count());
		this.timeout = settings.requestTimeout();
		this.clock = clock;
	}

	void add(ShardSpec spec) {
		write("add shard '" + spec.id() + "'", (calls) -> {
			if (this.fixed.contains(spec.id()) || get(calls, this.keys.spec(spec.id())) != null) {
				throw conflict(shard(spec.id()) + " exists already");
			}
			return Transaction.builder()
				.ifAbsent(this.keys.spec(spec.id()))
				.put(this.keys.spec(spec.id()), Wishes.spec(spec));
		});
	}

	void update(ShardSpec spec) {
		write("update shard '" + spec.id() + "'", (calls) -> {
			String key = this.keys.spec(spec.id());
			return Transaction.builder().ifUnchanged(key, specRevision(calls, spec.id())).put(key, Wishes.spec(spec));
		});
	}

	void remove(String shardId) {
		if (this.fixed.contains(shardId)) {
			throw conflict(shard(shardId) + " is one of " + this.fixed.count()
					+ " fixed shards and cannot be removed; 'count' says how many there are");
		}
		write("remove shard '" + shardId + "'",
				(calls) -> Transaction.builder()
					.ifUnchanged(specKey(shardId), specRevision(calls, shardId))
					.delete(specKey(shardId))
					.delete(this.keys.move(shardId))
					.delete(this.keys.resume(shardId)));
	}

	void move(String shardId, String participantId) {
		write("move shard '" + shardId + "' to '" + participantId + "'", (calls) -> {
			Entry spec = get(calls, specKey(shardId));
			if (spec == null && !this.fixed.contains(shardId)) {
				throw noShard(shardId);
			}
			Entry participant = participant(calls, participantId);
			checkMayOwn(calls, shardId, spec, participantId, participant);
			return Transaction.builder()
				.ifUnchanged(specKey(shardId), revision(spec))
				.ifUnchanged(participant.key(), participant.revision())
				.ifAbsent(this.keys.drain(participantId))
				.put(this.keys.move(shardId), Wishes.move(participantId));
		});
	}

	void drain(String participantId) {
		write("drain participant '" + participantId + "'", (calls) -> {
			Entry participant = participant(calls, participantId);
			return Transaction.builder()
				.ifUnchanged(participant.key(), participant.revision())
				.put(this.keys.drain(participantId), Wishes.drain());
		});
	}

	void resume(String participantId) {
		write("resume participant '" + participantId + "'", (calls) -> {
			Entry drain = get(calls, participantKey(participantId, this.keys::drain));
			if (drain == null) {
				participant(calls, participantId);
				return null;
			}
			return Transaction.builder().ifUnchanged(drain.key(), drain.revision()).delete(drain.key());
		});
	}

	void resumeShard(String shardId) {
		write("resume shard '" + shardId + "'", (calls) -> {
			long revision = specRevision(calls, shardId);
			return Transaction.builder()
				.ifUnchanged(specKey(shardId), revision)
				.put(this.keys.resume(shardId), Wishes.resume());
		});
	}

	private void write(String wish, Function<StoreCalls, Transaction.@Nullable Builder> attempt) {
		StoreCalls calls = new StoreCalls(this.clock, this.timeout, wish + " of service '" + this.service + "'");
		try {
			for (int i = 0; i < ATTEMPTS; i++) {
				Transaction.Builder transaction = attempt.apply(calls);
				if (transaction == null || calls.await(() -> this.store.commit(transaction.build())).applied()) {
					return;
				}
			}
		}
		catch (CorruptDocumentException ex) {
			throw new ShardManagerException(Kind.CONFLICT,
					"could not " + wish + ": what the store has for it cannot be read: " + ex.getMessage(), ex);
		}
		throw calls.changedMeanwhile();
	}

	private void checkMayOwn(StoreCalls calls, String shardId, @Nullable Entry spec, String participantId,
			Entry participant) {
		if (get(calls, this.keys.drain(participantId)) != null) {
			throw conflict("participant '" + participantId + "' of service '" + this.service
					+ "' is draining; resume it first");
		}
		ShardSpec wanted = (spec != null) ? Wishes.readSpec(shardId, spec.value()) : ShardSpec.of(shardId);
		String reason = Eligibility.reasonAgainst(wanted,
				Registration.decode(participant.value()).participant(participantId, false));
		if (reason != null) {
			throw conflict(shard(shardId) + " cannot go to participant '" + participantId + "': " + reason);
		}
	}

	/**
	 * The revision of a shard's spec.
	 * @param calls asks the store
	 * @param shardId the shard
	 * @return the revision; 0 for a fixed shard without a spec of its own
	 */
	private long specRevision(StoreCalls calls, String shardId) {
		Entry spec = get(calls, specKey(shardId));
		if (spec == null && !this.fixed.contains(shardId)) {
			throw noShard(shardId);
		}
		return revision(spec);
	}

	private Entry participant(StoreCalls calls, String participantId) {
		Entry entry = get(calls, participantKey(participantId, this.keys::participant));
		if (entry == null) {
			throw noParticipant(participantId);
		}
		return entry;
	}

	private String specKey(String shardId) {
		try {
			return this.keys.spec(shardId);
		}
		catch (IllegalArgumentException ex) {
			throw noShard(shardId);
		}
	}

	private String participantKey(String participantId, Function<String, String> key) {
		try {
			return key.apply(participantId);
		}
		catch (IllegalArgumentException ex) {
			throw noParticipant(participantId);
		}
	}

	private @Nullable Entry get(StoreCalls calls, String key) {
		return calls.await(() -> this.store.get(key));
	}

	private static long revision(@Nullable Entry entry) {
		return (entry != null) ? entry.revision() : 0;
	}

	private String shard(String shardId) {
		return "shard '" + shardId + "' of service '" + this.service + "'";
	}

	private ShardManagerException noShard(String shardId) {
		return new ShardManagerException(Kind.NOT_FOUND, shard(shardId) + " does not exist");
	}

	private ShardManagerException noParticipant(String participantId) {
		return new ShardManagerException(Kind.NOT_FOUND,
				"participant '" + participantId + "' of service '" + this.service + "' does not exist");
	}

	private static ShardManagerException conflict(String message) {
		return new ShardManagerException(Kind.CONFLICT, message);
	}

}
