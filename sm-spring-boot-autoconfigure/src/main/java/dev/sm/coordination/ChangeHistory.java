package dev.sm.coordination;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The latest changes of a store, so that watches can begin in the past and fall behind.
 * Not thread-safe.
 */
public final class ChangeHistory {

	private final Deque<Change> changes = new ArrayDeque<>();

	private final int capacity;

	private int weight;

	/** All changes with larger revisions are remembered. */
	private long floor;

	/**
	 * Begins a history.
	 * @param capacity how many characters of changes are remembered
	 * @param floor the revision of the store now
	 */
	public ChangeHistory(int capacity, long floor) {
		this.capacity = capacity;
		this.floor = floor;
	}

	/**
	 * Adds a change, and forgets the oldest ones if there are too many.
	 * @param change the change, of a larger revision than the last one
	 */
	public void add(Change change) {
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
	public @Nullable List<Change> after(long revision) {
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
