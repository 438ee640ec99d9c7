package dev.sm.cache;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What must end by some time. Passive: somebody calls {@link #expire(long)} every now and
 * then. Adding costs no lock and no ordering, since most of what is added has ended long
 * before it would expire.
 */
final class Deadlines {

	private final ConcurrentLinkedQueue<Expiring> pending = new ConcurrentLinkedQueue<>();

	void add(Expiring expiring) {
		this.pending.add(expiring);
	}

	boolean isEmpty() {
		return this.pending.isEmpty();
	}

	/** Forgets what has ended, and ends what has reached its deadline. */
	void expire(long now) {
		for (Iterator<Expiring> iterator = this.pending.iterator(); iterator.hasNext();) {
			Expiring expiring = iterator.next();
			if (expiring.isDone()) {
				iterator.remove();
			}
			else if (expiring.deadline() - now <= 0) {
				iterator.remove();
				expiring.expire();
			}
		}
	}

	/** Ends everything. */
	void expireAll() {
		for (Expiring expiring = this.pending.poll(); expiring != null; expiring = this.pending.poll()) {
			if (!expiring.isDone()) {
				expiring.expire();
			}
		}
	}

	/** Something that must end. */
	interface Expiring {

		boolean isDone();

		/**
		 * When it must end, by the clock that {@link Deadlines#expire(long)} is given.
		 */
		long deadline();

		void expire();

	}

}
