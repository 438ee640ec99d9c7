package dev.sm.cache.near;

import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sm.cache.NearCaching;
import dev.sm.cache.NearSettings;
import dev.sm.storage.TrackingStorage;

/**
 * Keeps values in a Caffeine cache, one for all nodes of a pool.
 */
public final class CaffeineNearCaching implements NearCaching {

	private final Cache<NearKey, NearEntry> entries;

	private final long maxStaleness;

	private final LongSupplier clock;

	private final NearCounters counters = new NearCounters();

	/**
	 * Creates an empty cache.
	 * @param settings how much is kept
	 * @param clock tells nanoseconds from an arbitrary origin
	 */
	public CaffeineNearCaching(NearSettings settings, LongSupplier clock) {
		this.entries = Caffeine.newBuilder().maximumSize(settings.maxEntries()).executor(Runnable::run).build();
		this.maxStaleness = settings.maxStaleness().toNanos();
		this.clock = clock;
	}

	@Override
	public NearStorage of(TrackingStorage node) {
		NearNode near = new NearNode(node, this.entries.asMap(), new Tracking(this.maxStaleness), this.clock,
				this.counters);
		node.track(near);
		return near;
	}

	@Override
	public Counts counts() {
		return this.counters.counts();
	}

}
