package dev.sm.sample;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.sm.cache.ShardedOperations;
import dev.sm.cache.StaleEpochException;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardNotHeldException;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one shard while it is owned here. Because nobody else may write them, a
 * count is read from memory, changed and written back without any lock in the store; the
 * fence makes the cache nodes refuse the write if the shard has gone elsewhere meanwhile.
 */
class ShardCounts {

	private static final int PAGE = 500;

	private final Shard shard;

	private final ShardedOperations cache;

	private final Map<String, Cell> cells = new ConcurrentHashMap<>();

	private ShardCounts(Shard shard, ShardedOperations cache) {
		this.shard = shard;
		this.cache = cache;
	}

	/**
	 * Reads what is stored. Under the fence: from here on no earlier owner can write.
	 * @param shard the shard
	 * @param fenced the cache, fenced by the shard
	 * @return its counts
	 */
	static ShardCounts load(Shard shard, ShardedOperations fenced) {
		ShardCounts counts = new ShardCounts(shard, fenced);
		try (Stream<String> keys = fenced.scan(counts.key(""))) {
			List<String> all = keys.distinct().toList();
			for (int from = 0; from < all.size(); from += PAGE) {
				List<String> page = all.subList(from, Math.min(from + PAGE, all.size()));
				fenced.multiGet(page, Count.class)
					.forEach((key, count) -> counts.cells.put(key.substring(counts.key("").length()), new Cell(count)));
			}
		}
		return counts;
	}

	String id() {
		return this.shard.id();
	}

	boolean held() {
		return this.shard.held();
	}

	int size() {
		return this.cells.size();
	}

	long total() {
		return this.cells.values().stream().mapToLong(Cell::value).sum();
	}

	Stream<NamedCount> top(int n) {
		return this.cells.entrySet()
			.stream()
			.map((cell) -> new NamedCount(cell.getKey(), cell.getValue().value()))
			.sorted(Comparator.reverseOrder())
			.limit(n);
	}

	long get(String name) {
		if (!this.cells.containsKey(name)) {
			return 0;
		}
		return change(name, UnaryOperator.identity()).value();
	}

	long add(String name, long by, @Nullable String idempotencyKey) {
		Count changed = change(name, (count) -> {
			if (idempotencyKey == null) {
				return count.plus(by);
			}
			return count.recent().containsKey(idempotencyKey) ? count : count.plus(by).answered(idempotencyKey);
		});
		Long answer = (idempotencyKey != null) ? changed.recent().get(idempotencyKey) : null;
		return (answer != null) ? answer : changed.value();
	}

	/**
	 * Sets the bases of many names with one trip to each node.
	 * @param bases the base of each name
	 */
	void setBases(SortedMap<String, Long> bases) {
		Map<String, Cell> changed = new TreeMap<>();
		bases.keySet().forEach((name) -> changed.put(name, cell(name)));
		// in the order of names, so that two imports cannot wait for each other
		changed.values().forEach((cell) -> cell.lock.lock());
		try {
			refuseUnlessOwned(() -> {
				Map<String, Count> counts = new HashMap<>();
				bases.forEach((name, base) -> {
					Cell cell = cell(name);
					Count before = known(name, cell);
					Count after = before.withBase(base);
					if (!after.equals(before)) {
						counts.put(key(name), after);
						cell.count = null;
					}
				});
				this.cache.multiSet(counts, null);
				changed.forEach((name, cell) -> {
					Count after = counts.get(key(name));
					if (after != null) {
						cell.count = after;
					}
				});
				return Count.ZERO;
			});
		}
		finally {
			changed.values().forEach((cell) -> cell.lock.unlock());
		}
	}

	private Count change(String name, UnaryOperator<Count> change) {
		Cell cell = cell(name);
		cell.lock.lock();
		try {
			return refuseUnlessOwned(() -> {
				Count before = known(name, cell);
				Count after = change.apply(before);
				if (!after.equals(before)) {
					// unless the write is acknowledged, nobody knows what is stored
					cell.count = null;
					this.cache.set(key(name), after);
					cell.count = after;
				}
				return after;
			});
		}
		finally {
			cell.lock.unlock();
		}
	}

	private Count refuseUnlessOwned(Supplier<Count> work) {
		this.shard.requireHeld();
		try {
			return work.get();
		}
		catch (StaleEpochException ex) {
			throw new ShardNotHeldException(this.shard.service(), id(), this.shard.epoch());
		}
	}

	private Cell cell(String name) {
		return this.cells.computeIfAbsent(name, (absent) -> new Cell(Count.ZERO));
	}

	private Count known(String name, Cell cell) {
		Count count = cell.count;
		if (count == null) {
			Count stored = this.cache.get(key(name), Count.class);
			count = (stored != null) ? stored : Count.ZERO;
			cell.count = count;
		}
		return count;
	}

	private String key(String name) {
		return "count:" + id() + ":" + name;
	}

	private static final class Cell {

		private final ReentrantLock lock = new ReentrantLock();

		private volatile @Nullable Count count;

		Cell(Count count) {
			this.count = count;
		}

		long value() {
			Count count = this.count;
			return (count != null) ? count.value() : 0;
		}

	}

}
