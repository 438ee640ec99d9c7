package dev.sm.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The common clock of a simulation: what is to happen, in order of time, and what has
 * happened, as text. Everything random comes from its one seed.
 */
final class Timeline {

	private final PriorityQueue<Item> queue = new PriorityQueue<>(
			Comparator.comparingLong(Item::at).thenComparingLong(Item::sequence));

	private final List<String> trace = new ArrayList<>();

	private final Random random;

	private final boolean traced;

	private long now;

	private long sequence;

	Timeline(long seed, boolean traced) {
		this.random = new Random(seed);
		this.traced = traced;
	}

	long now() {
		return this.now;
	}

	void at(long instant, Runnable what) {
		this.queue.add(new Item(Math.max(instant, this.now), ++this.sequence, what));
	}

	void after(long delay, Runnable what) {
		at(this.now + delay, what);
	}

	/**
	 * Lets the next thing happen, unless it is later than a limit.
	 * @param limit the limit
	 * @return whether something happened; if not, the limit is now
	 */
	boolean step(long limit) {
		Item next = this.queue.peek();
		if (next == null || next.at() > limit) {
			this.now = limit;
			return false;
		}
		this.queue.poll();
		this.now = next.at();
		next.what().run();
		return true;
	}

	long between(long from, long to) {
		return from + (long) (this.random.nextDouble() * (to - from));
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	<T> T oneOf(List<T> items) {
		return items.get(this.random.nextInt(items.size()));
	}

	void note(String who, Object what) {
		if (this.traced) {
			String text = String.valueOf(what).replace('\n', ' ').replace('\t', ' ');
			this.trace.add(String.format("%9.4fs %-6s %s", this.now / 1e9, who, text));
		}
	}

	List<String> trace() {
		return this.trace;
	}

	private record Item(long at, long sequence, Runnable what) {

	}

}
