package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * What one instance has written to one key, with numbers that grow from 1, and what may
 * be seen of it. Number 0 stands for nothing.
 */
final class ReplicaHistory {

	private final String key;

	/** Whether each number was a deletion; number 0 as one. */
	private final List<Boolean> deletions = new ArrayList<>(List.of(true));

	/** When each began, and when it was known what became of it, or 0. */
	private final List<long[]> times = new ArrayList<>(List.of(new long[2]));

	private final List<Copy> copies = new ArrayList<>();

	private long acknowledged;

	ReplicaHistory(String key) {
		this.key = key;
	}

	String key() {
		return this.key;
	}

	/** A write begins; tells its number. */
	long begin(boolean delete, long now) {
		this.deletions.add(delete);
		this.times.add(new long[] { now, 0 });
		return this.deletions.size() - 1;
	}

	void ended(long number, boolean done, long now) {
		this.times.get((int) number)[1] = now;
		this.acknowledged = done ? Math.max(this.acknowledged, number) : this.acknowledged;
	}

	/**
	 * A number was copied to a node. It may be seen for as long as copies live if it was
	 * replaced or deleted in the very time of that, not if it had been before.
	 */
	void copied(long number, long sentAt, long now) {
		boolean meanwhile = this.times.subList((int) number + 1, this.times.size())
			.stream()
			.anyMatch((time) -> time[1] == 0 || time[1] >= sentAt - LossyNode.TIMEOUT);
		if (meanwhile) {
			this.copies.add(new Copy(number, now + ReplicaWorld.REPAIR.toNanos()));
		}
	}

	/** Whether a number may be seen because it was copied while it was replaced. */
	boolean isCopyOf(long number, long now) {
		return this.copies.stream().anyMatch((copy) -> copy.number() == number && now <= copy.until());
	}

	/** The last one that was acknowledged. */
	long acknowledged() {
		return this.acknowledged;
	}

	/** Whether nothing may be there if at least a number must be seen. */
	boolean mayBeAbsent(long least) {
		return this.deletions.subList((int) least, this.deletions.size()).contains(true);
	}

	/**
	 * Judges a read.
	 * @param seen the number that was read, or 0 for nothing
	 * @param least the number that must be seen at least
	 * @return what is wrong, or {@code null}
	 */
	String read(long seen, long least) {
		if (seen == 0) {
			return mayBeAbsent(least) ? null : "nothing of " + this.key + ", of which " + least + " was acknowledged";
		}
		return (seen < least || isNone(seen)) ? seen + " of " + this.key + ", of which " + least + " was acknowledged"
				: null;
	}

	/** Judges what a node is left with, as {@link #read} does; it may have nothing. */
	String left(long seen) {
		return (seen != 0 && (seen < this.acknowledged || isNone(seen)))
				? seen + " of " + this.key + ", of which " + this.acknowledged + " was acknowledged" : null;
	}

	private boolean isNone(long seen) {
		return seen >= this.deletions.size() || this.deletions.get((int) seen);
	}

	private record Copy(long number, long until) {

	}

}
