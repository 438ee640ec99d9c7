package dev.sm.continuum;

import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The continua that were made last and are still in use. Thread-safe and lock-free; keeps
 * none of them alive.
 */
final class RecentContinua {

	private static final int SIZE = 8;

	private final AtomicReferenceArray<@Nullable WeakReference<WeightedContinuum>> recent = new AtomicReferenceArray<>(
			SIZE);

	private final AtomicInteger next = new AtomicInteger();

	void add(WeightedContinuum continuum) {
		this.recent.set(this.next.getAndIncrement() & (SIZE - 1), new WeakReference<>(continuum));
	}

	/**
	 * The one from which the fewest nodes differ, if they are few.
	 */
	Optional<WeightedContinuum> find(ContinuumSpec spec) {
		WeightedContinuum nearest = null;
		int least = WeightedChange.MAX_NODES + 1;
		for (int i = 0; i < SIZE; i++) {
			WeakReference<WeightedContinuum> reference = this.recent.get(i);
			WeightedContinuum continuum = (reference != null) ? reference.get() : null;
			if (continuum != null) {
				int distance = WeightedChange.distance(continuum.spec().nodes(), spec.nodes());
				if (distance < least) {
					nearest = continuum;
					least = distance;
				}
			}
		}
		return Optional.ofNullable(nearest);
	}

}
