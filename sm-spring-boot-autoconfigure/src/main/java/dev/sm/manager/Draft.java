package dev.sm.manager;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.sm.manager.AssignmentDocument.Item;
import org.jspecify.annotations.Nullable;

/**
 * A participant's document while a transaction is put together.
 */
final class Draft {

	private final long revision;

	private final TreeMap<String, Item> entries;

	private String incarnation;

	private int bytes;

	private boolean changed;

	Draft(@Nullable Versioned<AssignmentDocument> document) {
		this.revision = (document != null) ? document.revision() : 0;
		this.incarnation = (document != null) ? document.value().incarnation() : "";
		this.entries = new TreeMap<>((document != null) ? document.value().entries() : Map.of());
		this.entries.forEach((shard, item) -> this.bytes += AssignmentDocument.bytes(shard, item));
	}

	/**
	 * Whether a shard fits in, once the document is addressed to a session.
	 * @param shard the shard
	 * @param incarnation the session
	 * @return whether it fits
	 */
	boolean hasRoomFor(String shard, String incarnation) {
		int present = incarnation.equals(this.incarnation) ? this.bytes : 0;
		return this.entries.containsKey(shard)
				|| present + AssignmentDocument.bytes(shard) <= AssignmentDocument.MAX_BYTES;
	}

	/** Whether what is said of a shard that is in can be replaced by something longer. */
	boolean hasRoomFor(String shard, Item item) {
		return this.bytes + AssignmentDocument.bytes(shard, item) <= AssignmentDocument.MAX_BYTES;
	}

	/**
	 * Addresses the document to a session. What an earlier session was given goes with
	 * it: that session is over, and nobody else may take its entries for their own.
	 * @param incarnation the session
	 */
	void address(String incarnation) {
		if (!incarnation.equals(this.incarnation)) {
			this.incarnation = incarnation;
			this.entries.clear();
			this.bytes = 0;
			this.changed = true;
		}
	}

	void put(String shard, Item item) {
		Item before = this.entries.put(shard, item);
		this.bytes += AssignmentDocument.bytes(shard, item)
				- ((before != null) ? AssignmentDocument.bytes(shard, before) : 0);
		this.changed |= !Objects.equals(before, item);
	}

	void set(String shard, @Nullable Item item) {
		if (item != null) {
			put(shard, item);
		}
		else {
			remove(shard);
		}
	}

	void remove(String shard) {
		Item before = this.entries.remove(shard);
		if (before != null) {
			this.bytes -= AssignmentDocument.bytes(shard, before);
			this.changed = true;
		}
	}

	int bytes() {
		return this.bytes;
	}

	boolean changed() {
		return this.changed;
	}

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	long revision() {
		return this.revision;
	}

	AssignmentDocument document() {
		return new AssignmentDocument(this.incarnation, this.entries);
	}

}
