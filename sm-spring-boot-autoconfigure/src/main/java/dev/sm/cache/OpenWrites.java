package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The keys of one node of which this instance cannot tell what the node has: a write is
 * under way there, or was missed. Writes of one key begin in the order in which they are
 * sent to the node. At most so many missed keys are kept; when there are more, the node
 * is to be emptied instead. Thread-safe.
 */
final class OpenWrites {

	/** What is known of a key. */
	enum State {

		/** The node has all writes. */
		KNOWN,

		/** It has all that have ended; others are under way. */
		WRITTEN,

		/** It has missed one. */
		MISSED

	}

	/** How a write has ended. */
	enum End {

		/** The node has it. */
		DONE,

		/** The node may not have it. */
		MISSED,

		/** No node has it. */
		VOID

	}

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final int maxMissed;

	private final MissedKeys missedKeys;

	private int missed;

	private boolean overflowed;

	private volatile boolean empty = true;

	OpenWrites(int maxMissed, MissedKeys missedKeys) {
		this.maxMissed = maxMissed;
		this.missedKeys = missedKeys;
		MissedKeys.Content content = missedKeys.read();
		this.overflowed = content.overflowed();
		content.keys().forEach((key) -> {
			if (this.missed < maxMissed) {
				this.missed += this.entries.computeIfAbsent(key, (any) -> new Entry()).miss(1);
			}
			else {
				this.overflowed = true;
			}
		});
		this.empty = this.entries.isEmpty() && !this.overflowed;
	}

	/**
	 * A write of a key is sent.
	 * @return its number, for {@link #ended(byte[], long, boolean)}
	 */
	synchronized long begun(byte[] key) {
		this.empty = false;
		Entry entry = this.entries.computeIfAbsent(name(key), (any) -> new Entry());
		entry.pending++;
		return ++entry.last;
	}

	/**
	 * A write has ended.
	 * @return whether the node has missed it, so that the key is to be removed there
	 */
	boolean ended(byte[] key, long number, boolean done) {
		return ended(key, number, done ? End.DONE : End.MISSED);
	}

	/**
	 * A write has ended.
	 * @return whether the node has missed it, so that the key is to be removed there
	 */
	boolean ended(byte[] key, long number, End end) {
		List<Wait> over = new ArrayList<>(0);
		boolean missed = ended(name(key), number, end, over);
		// whoever waits goes on without the lock
		over.forEach((wait) -> wait.complete(null));
		return missed;
	}

	private synchronized boolean ended(String name, long number, End end, List<Wait> over) {
		Entry entry = this.entries.get(name);
		if (entry == null) {
			return false;
		}
		entry.pending--;
		entry.waits.removeIf((wait) -> wait.ended(number) && over.add(wait));
		boolean wasMissed = entry.missed;
		this.missed += switch (end) {
			case DONE -> entry.done(number);
			case MISSED -> entry.miss(number);
			case VOID -> 0;
		};
		if (entry.missed && !wasMissed) {
			this.missedKeys.add(name);
			bound();
		}
		forget(name, entry);
		return entry.missed;
	}

	private void bound() {
		for (Iterator<Map.Entry<String, Entry>> iterator = this.entries.entrySet()
			.iterator(); this.missed > this.maxMissed && iterator.hasNext();) {
			Entry oldest = iterator.next().getValue();
			if (oldest.missed) {
				oldest.missed = false;
				this.missed--;
				overflow();
				if (oldest.pending == 0) {
					iterator.remove();
				}
			}
		}
	}

	private void overflow() {
		if (!this.overflowed) {
			this.overflowed = true;
			this.missedKeys.overflow();
		}
	}

	private void forget(String name, Entry entry) {
		if (entry.pending == 0 && !entry.missed) {
			this.entries.remove(name);
			if (this.missed == 0 && !this.overflowed) {
				this.missedKeys.clear();
			}
		}
		this.empty = this.entries.isEmpty() && !this.overflowed;
	}

	/** Whether it is known what the node has of every key. */
	boolean settled() {
		return this.empty;
	}

	/** Whether it is not known what the node has of a key. */
	boolean unsure(byte[] key) {
		return state(key) != State.KNOWN;
	}

	/** What is known of a key. */
	State state(byte[] key) {
		if (this.empty) {
			return State.KNOWN;
		}
		synchronized (this) {
			Entry entry = this.entries.get(name(key));
			return (this.overflowed || (entry != null && entry.missed)) ? State.MISSED
					: (entry != null) ? State.WRITTEN : State.KNOWN;
		}
	}

	/**
	 * Waits for writes.
	 * @return is done once all writes of the keys have ended that are under way now
	 */
	CompletableFuture<?> settled(List<byte[]> keys) {
		if (this.empty) {
			return CompletableFuture.completedFuture(null);
		}
		List<CompletableFuture<?>> waits = new ArrayList<>();
		synchronized (this) {
			for (byte[] key : keys) {
				Entry entry = this.entries.get(name(key));
				if (entry != null && entry.pending > 0) {
					waits.add(entry.await());
				}
			}
		}
		return CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new));
	}

	/** Begins to remove missed keys that nobody writes now: so many at most. */
	synchronized List<Removal> removals(int most) {
		List<Removal> removals = new ArrayList<>();
		for (Map.Entry<String, Entry> each : this.entries.entrySet()) {
			Entry entry = each.getValue();
			if (removals.size() < most && entry.missed && entry.pending == 0) {
				entry.pending++;
				removals.add(new Removal(each.getKey().getBytes(StandardCharsets.ISO_8859_1), ++entry.last));
			}
		}
		return removals;
	}

	/** Whether missed writes were forgotten, so that anything on the node may be old. */
	synchronized boolean overflowed() {
		return this.overflowed;
	}

	/** The node has been emptied. */
	synchronized void emptied() {
		this.overflowed = false;
		this.empty = this.entries.isEmpty();
		if (this.missed == 0) {
			this.missedKeys.clear();
		}
	}

	/** How many keys are to be removed from the node. */
	synchronized int missed() {
		return this.missed;
	}

	private static String name(byte[] key) {
		return new String(key, StandardCharsets.ISO_8859_1);
	}

	/**
	 * A key to be removed.
	 *
	 * @param key the key
	 * @param number the number of the removal
	 */
	record Removal(byte[] key, long number) {

	}

	/** Waits for the writes of a key that were under way when it began to. */
	private static final class Wait extends CompletableFuture<Object> {

		private final long last;

		private int open;

		private Wait(long last, int open) {
			this.last = last;
			this.open = open;
		}

		/** Whether no more of them are open, now that one write has ended. */
		private boolean ended(long number) {
			return number <= this.last && --this.open == 0;
		}

	}

	private static final class Entry {

		private int pending;

		private long last;

		private long lastDone;

		private long lastMissed;

		private boolean missed;

		private List<Wait> waits = Collections.emptyList();

		private Wait await() {
			Wait wait = new Wait(this.last, this.pending);
			if (this.waits.isEmpty()) {
				this.waits = new ArrayList<>();
			}
			this.waits.add(wait);
			return wait;
		}

		/** How many more keys are missed for it. */
		private int done(long number) {
			this.lastDone = Math.max(this.lastDone, number);
			if (this.missed && this.lastMissed <= number) {
				this.missed = false;
				return -1;
			}
			return 0;
		}

		private int miss(long number) {
			this.last = Math.max(this.last, number);
			this.lastMissed = Math.max(this.lastMissed, number);
			if (this.missed || number < this.lastDone) {
				return 0;
			}
			this.missed = true;
			return 1;
		}

	}

}
