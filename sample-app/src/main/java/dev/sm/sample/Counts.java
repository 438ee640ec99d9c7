package dev.sm.sample;

import java.time.Duration;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.stereotype.Service;

/**
 * Does what is asked for a name where its shard is owned: here, or by forwarding. While a
 * shard is on its way from one owner to the next, the request waits for it.
 */
@Service
class Counts {

	private static final Duration PAUSE = Duration.ofMillis(50);

	private final CountShards shards;

	private final ShardRouter router;

	private final Forwarder forwarder;

	private final RetryTemplate untilOwned;

	Counts(CountShards shards, ShardRouter router, Forwarder forwarder, SampleProperties properties) {
		this.shards = shards;
		this.router = router;
		this.forwarder = forwarder;
		this.untilOwned = new RetryTemplate(RetryPolicy.builder()
			.includes(NotOwnerException.class)
			.delay(PAUSE)
			.maxRetries(properties.ownerWait().dividedBy(PAUSE))
			.timeout(properties.ownerWait())
			.build());
	}

	NamedCount get(String name, boolean forwarded) {
		String shardId = this.router.shardFor(name);
		return atOwner(shardId, forwarded, () -> new NamedCount(name, this.shards.get(shardId).get(name)),
				(owner) -> this.forwarder.get(owner, name));
	}

	NamedCount add(String name, long by, @Nullable String idempotencyKey, boolean forwarded) {
		String shardId = this.router.shardFor(name);
		// a key of our own, so that forwarding may be tried again without adding twice
		String key = (idempotencyKey != null) ? idempotencyKey : UUID.randomUUID().toString();
		return atOwner(shardId, forwarded,
				() -> new NamedCount(name, this.shards.get(shardId).add(name, by, forwarded ? key : idempotencyKey)),
				(owner) -> this.forwarder.add(owner, name, by, key));
	}

	/**
	 * Sets the bases of names of one shard.
	 * @param shardId the shard
	 * @param bases the base of each name
	 * @param forwarded whether another instance sent them here
	 */
	void setBases(String shardId, SortedMap<String, Long> bases, boolean forwarded) {
		bases.forEach((name, base) -> {
			if (!shardFor(Names.check(name)).equals(shardId)) {
				throw new BadInputException("'" + name + "' does not belong to shard " + shardId);
			}
			Count.check("base of '" + name + "'", base, 0);
		});
		atOwner(shardId, forwarded, () -> {
			this.shards.get(shardId).setBases(bases);
			return true;
		}, (owner) -> this.forwarder.setBases(owner, shardId, bases));
	}

	String shardFor(String name) {
		return this.router.shardFor(name);
	}

	private <T> T atOwner(String shardId, boolean forwarded, Supplier<T> here, AtOwner<T> there) {
		if (forwarded) {
			// whoever forwarded it looks for the owner again: no request goes round
			return here.get();
		}
		try {
			return this.untilOwned.execute(() -> {
				try {
					return here.get();
				}
				catch (NotOwnerException ex) {
					return there.apply(ownerOf(shardId));
				}
			});
		}
		catch (RetryException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException(ex);
		}
	}

	private ShardOwner ownerOf(String shardId) {
		return this.router.ownerOf(shardId)
			.orElseThrow(() -> new NotOwnerException("shard " + shardId + " has no owner at present"));
	}

	/**
	 * Asks another instance.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	private interface AtOwner<T> {

		T apply(ShardOwner owner);

	}

}
