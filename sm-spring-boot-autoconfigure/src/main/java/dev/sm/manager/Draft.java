package dev.sm.manager;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.coordination.Transaction;
import dev.sm.manager.AssignmentDocument.Item;
import org.jspecify.annotations.Nullable;

/**
 * A participant's document while a transaction is put together. Once it does not fit into
 * one key, it has chunks, until it has become half as large.
 */
final class Draft {

	/** What a head says of one chunk. */
	private static final int BYTES_PER_CHUNK = 64;

	/** The most keys that are written when a document gets chunks. */
	private static final int FIRST_CHUNKS = 12;

	private final long revision;

	private final StoredChunks stored;

	private final int maxBytes;

	private final boolean chunkable;

	private final TreeMap<String, Item> entries;

	private String incarnation;

	private int bytes;

	private boolean changed;

	private @Nullable Chunks chunks;

	/**
	 * Starts from a document.
	 * @param document the document, or {@code null} if there is none
	 * @param stored what the store has of its chunks
	 * @param maxBytes what one key may take
	 * @param chunkable whether the participant can read chunks
	 */
	Draft(@Nullable Versioned<AssignmentDocument> document, StoredChunks stored, int maxBytes, boolean chunkable) {
		this.revision = (document != null) ? document.revision() : 0;
		this.incarnation = (document != null) ? document.value().incarnation() : "";
		this.entries = new TreeMap<>((document != null) ? document.value().entries() : Map.of());
		this.stored = stored;
		this.maxBytes = maxBytes;
		this.chunkable = chunkable;
		this.entries.forEach((shard, item) -> this.bytes += AssignmentDocument.bytes(shard, item));
		if (document != null && document.value().readable() && stored.isChunked()) {
			Chunks chunks = new Chunks(maxBytes / 2, stored.hashes().keySet());
			this.entries.forEach((shard, item) -> chunks.keep(shard, AssignmentDocument.bytes(shard, item)));
			this.chunks = chunks;
		}
	}

	/**
	 * Whether a shard fits in, once the document is addressed to a session.
	 * @param shard the shard
	 * @param incarnation the session
	 * @return whether it fits
	 */
	boolean hasRoomFor(String shard, String incarnation) {
		int present = incarnation.equals(this.incarnation) ? this.bytes : 0;
		return this.entries.containsKey(shard) || fits(shard, present, AssignmentDocument.bytes(shard));
	}

	/** Whether what is said of a shard that is in can be replaced by something longer. */
	boolean hasRoomFor(String shard, Item item) {
		return fits(shard, this.bytes, AssignmentDocument.bytes(shard, item));
	}

	private boolean fits(String shard, int present, int more) {
		return present + more <= this.maxBytes
				|| this.chunkable && (this.chunks == null || this.chunks.hasRoomFor(shard, more));
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
			this.chunks = null;
			this.changed = true;
		}
	}

	void put(String shard, Item item) {
		Item before = this.entries.put(shard, item);
		int size = AssignmentDocument.bytes(shard, item);
		this.bytes += size - ((before != null) ? AssignmentDocument.bytes(shard, before) : 0);
		this.changed |= !Objects.equals(before, item);
		if (this.chunks != null) {
			this.chunks.put(shard, size);
		}
		else if (this.bytes > this.maxBytes) {
			Chunks chunks = new Chunks(this.maxBytes / 2, Set.of());
			this.entries.forEach((name, entry) -> chunks.put(name, AssignmentDocument.bytes(name, entry)));
			this.chunks = chunks;
		}
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
			if (this.chunks != null && this.bytes <= this.maxBytes / 2) {
				this.chunks = null;
			}
			if (this.chunks != null) {
				this.chunks.remove(shard);
			}
		}
	}

	/** What is written of the document, in bytes. */
	int bytes() {
		Chunks chunks = this.chunks;
		return (chunks != null) ? chunks.bytes() + BYTES_PER_CHUNK * chunks.names().size() : this.bytes;
	}

	/** What is written if something is said of a shard as well. */
	int bytesWith(String shard) {
		return bytes() + ((this.chunks != null) ? this.chunks.more(shard) : 0);
	}

	/** How many keys are written if something is said of a shard as well. */
	int putsWith(String shard) {
		Chunks chunks = this.chunks;
		if (chunks != null) {
			return chunks.puts() + ((chunks.more(shard) > 0) ? 3 : 2);
		}
		// the longest entry has a shard, a participant and a session
		boolean grows = this.bytes + 3 * AssignmentDocument.bytes(shard) > this.maxBytes - this.maxBytes / 16;
		return grows ? 2 + Math.min(this.entries.size(), FIRST_CHUNKS) : 1;
	}

	int puts() {
		return (this.chunks != null) ? this.chunks.puts() + 1 : 1;
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

	void write(Transaction.Builder transaction, String key) {
		Chunks chunks = this.chunks;
		if (chunks == null) {
			transaction.put(key, new AssignmentDocument(this.incarnation, this.entries).encode());
			return;
		}
		Map<String, @Nullable String> texts = new HashMap<>();
		chunks.names().forEach((name) -> texts.put(name, null));
		chunks.group(this.entries.keySet())
			.forEach((name, shards) -> texts.put(name,
					ChunkHead.chunk(shards.stream().map((shard) -> line(shard)).toList())));
		this.stored.write(transaction, key, AssignmentDocument.firstLine(this.incarnation), texts, null);
	}

	private String line(String shard) {
		Item item = this.entries.get(shard);
		return (item != null) ? item.line(shard) : "";
	}

}
