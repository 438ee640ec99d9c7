package dev.sm.coordination.raft;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The latest changes of the store, so that watches can begin in the past and fall behind.
 * It is no part of the replicated state: each replica remembers what it has applied since
 * it last began from a snapshot. Not thread-safe.
 */
final class ChangeHistory {

	private final Deque<Change> changes = new ArrayDeque<>();

	private final int capacity;

	private int weight;

	/** All changes with larger revisions are remembered. */
	private long floor;

	ChangeHistory(int capacity, long floor) {
		this.capacity = capacity;
		this.floor = floor;
	}

	void add(Change change) {
		this.changes.addLast(change);
		this.weight += change.weight();
		while (this.weight > this.capacity) {
			Change forgotten = this.changes.removeFirst();
			this.weight -= forgotten.weight();
			this.floor = forgotten.revision();
		}
	}

	/**
	 * What happened after a revision.
	 * @param revision the revision
	 * @return the changes in order, or {@code null} if some of them are forgotten
	 */
	@Nullable List<Change> after(long revision) {
		if (revision < this.floor) {
			return null;
		}
		LinkedList<Change> later = new LinkedList<>();
		Iterator<Change> backwards = this.changes.descendingIterator();
		while (backwards.hasNext()) {
			Change change = backwards.next();
			if (change.revision() <= revision) {
				break;
			}
			later.addFirst(change);
		}
		return later;
	}

}
