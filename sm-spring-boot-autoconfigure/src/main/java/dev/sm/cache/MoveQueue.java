package dev.sm.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves keys that were used at their old place while nobody copies, a few at a time and
 * after their users were answered. What is too much is dropped: such a key may be a miss
 * after the migration, never an old value.
 */
final class MoveQueue {

	private static final int MAX_WAITING = 10_000;

	private final MigrationTools tools;

	private final ArrayDeque<Wanted> waiting = new ArrayDeque<>();

	private boolean moving;

	MoveQueue(MigrationTools tools) {
		this.tools = tools;
	}

	/** Wants a key moved; from any thread. */
	void add(byte[] key, PoolNode source, PoolNode target, long m) {
		this.tools.loop().execute(() -> {
			if (this.waiting.size() < MAX_WAITING) {
				this.waiting.add(new Wanted(key, source, target, m));
				next();
			}
		});
	}

	private void next() {
		Wanted first = this.waiting.poll();
		if (this.moving || first == null) {
			if (first != null) {
				this.waiting.addFirst(first);
			}
			return;
		}
		this.moving = true;
		List<byte[]> keys = new ArrayList<>();
		keys.add(first.key());
		while (keys.size() < Pacer.MAX_BATCH && !this.waiting.isEmpty() && this.waiting.peek().sameWay(first)) {
			keys.add(this.waiting.remove().key());
		}
		this.tools.mover()
			.move(first.m(), first.source(), first.target(), keys)
			.whenComplete((result, failure) -> this.tools.loop().execute(() -> {
				this.moving = false;
				next();
			}));
	}

	private record Wanted(byte[] key, PoolNode source, PoolNode target, long m) {

		boolean sameWay(Wanted other) {
			return this.source == other.source && this.target == other.target && this.m == other.m;
		}

	}

}
