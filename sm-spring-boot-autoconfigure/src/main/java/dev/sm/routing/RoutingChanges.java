package dev.sm.routing;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets callers wait until something that routing depends on has changed: the assignment,
 * who is there, or what is served here. This is where a request for a moving shard waits.
 * Thread-safe.
 */
public final class RoutingChanges {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private long version;

	/** Wakes all that wait. */
	public void changed() {
		this.lock.lock();
		try {
			this.version++;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How many changes there were. To be read before what may change is looked at.
	 * @return a number that only grows
	 */
	public long version() {
		this.lock.lock();
		try {
			return this.version;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for a change.
	 * @param version the version that was seen
	 * @param nanos how long to wait at most
	 * @return whether there was a change after that version
	 * @throws InterruptedException if the thread was interrupted
	 */
	public boolean awaitAfter(long version, long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		try {
			while (this.version == version) {
				if (left <= 0) {
					return false;
				}
				left = this.changed.awaitNanos(left);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

}
