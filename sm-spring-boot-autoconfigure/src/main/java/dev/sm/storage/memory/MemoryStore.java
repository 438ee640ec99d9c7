package dev.sm.storage.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

import dev.sm.storage.Fence;
import org.jspecify.annotations.Nullable;

/**
 * The data of a memory node: keys in order, each replaced as a whole.
 * <p>
 * A sorted map makes a page of a scan cost as much as the page, and lets a scan go on
 * after any change. Its {@code compute} may apply a function more than once, but stores
 * only what was computed from the item that it replaces; so functions here are pure, and
 * every change of a key is atomic. A fenced change runs while the scope's fence is
 * locked, so that no change of an older epoch can follow a raise.
 * <p>
 * Expired items are not seen from the moment they expire. They are removed when met, and
 * by a hand that every write moves on by a few keys; the same hand evicts, by the rule
 * known as CLOCK or second chance: what was read since the hand last passed stays.
 */
final class MemoryStore {

	private static final int STEPS_PER_WRITE = 2;

	private final ConcurrentSkipListMap<Bytes, Item> items = new ConcurrentSkipListMap<>();

	private final ConcurrentHashMap<String, Long> fences = new ConcurrentHashMap<>();

	private final MemoryMigration migration = new MemoryMigration(this);

	private final AtomicLong size = new AtomicLong();

	private final long maxEntries;

	private final LongSupplier clock;

	private final ReentrantLock handLock = new ReentrantLock();

	private @Nullable Bytes hand;

	MemoryStore(long maxEntries, LongSupplier clock) {
		this.maxEntries = maxEntries;
		this.clock = clock;
	}

	long maxEntries() {
		return this.maxEntries;
	}

	long size() {
		return this.size.get();
	}

	long now() {
		return this.clock.getAsLong();
	}

	@Nullable Item get(Bytes key) {
		Item item = this.items.get(key);
		if (item == null) {
			return null;
		}
		if (item.expired(now())) {
			remove(key, item);
			return null;
		}
		item.use();
		return item;
	}

	/**
	 * Changes what is stored under a key.
	 * @param key the key
	 * @param change a pure function of what is there, or {@code null}
	 * @return what the function answered
	 */
	<R> R update(Bytes key, Function<@Nullable Item, Change<R>> change) {
		Applied<R> applied = new Applied<>();
		long now = now();
		this.items.compute(key, (ignored, stored) -> {
			Item live = (stored == null || stored.expired(now)) ? null : stored;
			Change<R> result = change.apply(live);
			applied.last = result;
			applied.growth = ((result.item() != null) ? 1 : 0) - ((stored != null) ? 1 : 0);
			return result.item();
		});
		this.size.addAndGet(applied.growth);
		tidy();
		return applied.answer();
	}

	/**
	 * Runs an action while the fence of a scope is held, unless a higher epoch was seen.
	 * @param scope the scope
	 * @param epoch the epoch of the action; it becomes the highest seen
	 * @param action the action; it must not use fences itself
	 * @return whether the action ran
	 */
	boolean fenced(String scope, long epoch, Runnable action) {
		boolean[] ran = new boolean[1];
		this.fences.compute(scope, (ignored, seen) -> {
			if (seen != null && seen > epoch) {
				return seen;
			}
			action.run();
			ran[0] = true;
			return epoch;
		});
		return ran[0];
	}

	/**
	 * The highest epoch seen of each scope.
	 * @return a copy
	 */
	List<Fence> fences() {
		List<Fence> all = new ArrayList<>();
		this.fences.forEach((scope, epoch) -> all.add(new Fence(scope, epoch)));
		return all;
	}

	/**
	 * The records, marks and staged copies.
	 * @return what all nodes of this store share
	 */
	MemoryMigration migration() {
		return this.migration;
	}

	/**
	 * The keys from a place on, in order; expired ones may be among them.
	 * @param from where to start
	 * @param inclusive whether the place itself is meant
	 * @return a view that follows later changes
	 */
	NavigableMap<Bytes, Item> from(Bytes from, boolean inclusive) {
		return this.items.tailMap(from, inclusive);
	}

	private void tidy() {
		if (this.size.get() > this.maxEntries) {
			this.handLock.lock();
		}
		else if (!this.handLock.tryLock()) {
			return;
		}
		try {
			for (int i = 0; i < STEPS_PER_WRITE; i++) {
				step(false);
			}
			while (this.size.get() > this.maxEntries) {
				step(true);
			}
		}
		finally {
			this.handLock.unlock();
		}
	}

	/** Moves the hand by one key, back to the first after the last. */
	private void step(boolean evict) {
		Map.Entry<Bytes, Item> entry = (this.hand != null) ? this.items.higherEntry(this.hand)
				: this.items.firstEntry();
		this.hand = (entry != null) ? entry.getKey() : null;
		if (entry == null) {
			return;
		}
		Item item = entry.getValue();
		if (item.expired(now()) || (evict && !item.unuse())) {
			remove(entry.getKey(), item);
		}
	}

	private void remove(Bytes key, Item item) {
		if (this.items.remove(key, item)) {
			this.size.decrementAndGet();
		}
	}

	/**
	 * What a change makes of an item.
	 *
	 * @param item what is stored from here on, or {@code null} for nothing
	 * @param answer what the caller gets
	 */
	record Change<R>(@Nullable Item item, R answer) {

	}

	/** What the last application of a function did, which is the one that counts. */
	private static final class Applied<R> {

		private @Nullable Change<R> last;

		private int growth;

		R answer() {
			return Objects.requireNonNull(this.last).answer();
		}

	}

}
