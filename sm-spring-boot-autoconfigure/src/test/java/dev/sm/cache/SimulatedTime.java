package dev.sm.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The clock of a simulated world. Everything random comes from its one seed.
 */
final class SimulatedTime {

	private final PriorityQueue<Item> queue = new PriorityQueue<>(
			Comparator.comparingLong(Item::at).thenComparingLong(Item::sequence));

	private final List<String> trace = new ArrayList<>();

	private final Random random;

	private final boolean traced;

	private long now = 1_000_000_000L;

	private long sequence;

	SimulatedTime(long seed, boolean traced) {
		this.random = new Random(seed);
		this.traced = traced;
	}

	long now() {
		return this.now;
	}

	void after(long delay, Runnable task) {
		this.queue.add(new Item(this.now + Math.max(0, delay), ++this.sequence, task));
	}

	void runUntil(long end) {
		while (!this.queue.isEmpty() && this.queue.peek().at() <= end) {
			Item next = this.queue.remove();
			this.now = next.at();
			next.task().run();
		}
		this.now = Math.max(this.now, end);
	}

	boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	long between(long from, long to) {
		return from + (long) (this.random.nextDouble() * (to - from));
	}

	/** Usually soon; sometimes so late that others have gone on. */
	long delay() {
		return chance(0.97) ? between(50_000, 2_000_000) : between(2_000_000, 800_000_000);
	}

	void note(String who, Object what) {
		if (this.traced) {
			this.trace.add(String.format("%9.4f %s %s", this.now / 1e9, who, String.valueOf(what).replace('\n', ' ')));
		}
	}

	List<String> trace() {
		return this.trace;
	}

	private record Item(long at, long sequence, Runnable task) {

	}

}
