package dev.sm.routing.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.routing.ShardOwner;
import org.jspecify.annotations.Nullable;

/**
 * The owners that answers have told: of each shard the one with the highest epoch, until
 * nobody answers there.
 */
final class LearningOwners implements Owners {

	private static final int MAX_TARGETS = 4;

	/** How long one that was about to stop is asked last: until it should be back. */
	private static final long AWAY = Duration.ofSeconds(30).toNanos();

	private static final int MAX_KNOWN = 100_000;

	private final List<URI> seeds;

	private final Map<String, ShardOwner> known = new ConcurrentHashMap<>();

	private final Map<URI, Long> leaving = new ConcurrentHashMap<>();

	private final AtomicInteger turn = new AtomicInteger();

	private volatile @Nullable Fixed fixed;

	LearningOwners(List<URI> seeds) {
		if (seeds.isEmpty()) {
			throw new IllegalArgumentException("'seeds' must have at least one address (had none)");
		}
		this.seeds = List.copyOf(seeds);
	}

	@Override
	public @Nullable String shardFor(String key) {
		Fixed fixed = this.fixed;
		return (fixed != null) ? fixed.continuum.nodeFor(key) : null;
	}

	@Override
	public List<URI> targets(@Nullable String shardId, boolean standby) {
		Set<URI> targets = new LinkedHashSet<>();
		ShardOwner owner = (shardId != null) ? this.known.get(shardId) : null;
		if (owner != null && owner.address() != null) {
			targets.add(owner.address());
		}
		targets.addAll(inTurn());
		return new ArrayList<>(targets).subList(0, Math.min(targets.size(), MAX_TARGETS));
	}

	/** All seeds, those last that are about to stop. */
	private List<URI> inTurn() {
		List<URI> inTurn = new ArrayList<>(this.seeds);
		Collections.rotate(inTurn, -Math.floorMod(this.turn.getAndIncrement(), this.seeds.size()));
		if (!this.leaving.isEmpty()) {
			long now = System.nanoTime();
			this.leaving.values().removeIf((since) -> now - since - AWAY >= 0);
			inTurn.sort(Comparator.comparing(this.leaving::containsKey));
		}
		return inTurn;
	}

	@Override
	public void learn(ShardOwner owner, int shards) {
		if (owner.address() == null || this.known.size() >= MAX_KNOWN && !this.known.containsKey(owner.shardId())) {
			return;
		}
		this.known.merge(owner.shardId(), owner, (before, now) -> (now.epoch() >= before.epoch()) ? now : before);
		Fixed fixed = this.fixed;
		if (shards > 0 && shards <= MAX_KNOWN && (fixed == null || fixed.count != shards)) {
			this.fixed = new Fixed(shards, continuum(shards));
		}
	}

	/** As the instances place keys on their fixed shards. */
	private static Continuum continuum(int count) {
		Map<String, Integer> shards = new LinkedHashMap<>();
		for (int shard = 0; shard < count; shard++) {
			shards.put(Integer.toString(shard), 1);
		}
		return Continuum.of(new ContinuumSpec("jump", shards, null, null));
	}

	@Override
	public void failed(URI target) {
		this.known.values().removeIf((owner) -> target.equals(owner.address()));
	}

	@Override
	public void leaving(URI target) {
		if (this.seeds.contains(target)) {
			this.leaving.put(target, System.nanoTime());
		}
	}

	private record Fixed(int count, Continuum continuum) {

	}

}
