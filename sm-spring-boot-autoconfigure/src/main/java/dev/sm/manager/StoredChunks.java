package dev.sm.manager;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * What the store has of a document's chunks.
 *
 * @param revision the revision of its head, if that lists chunks
 * @param hashes the hashes that its head lists; none for a document of one key
 * @param texts the texts of all chunks that have a key, by name
 */
record StoredChunks(long revision, SortedMap<String, String> hashes, Map<String, String> texts) {

	static final StoredChunks NONE = new StoredChunks(0, Collections.emptySortedMap(), Map.of());

	/** Whether the document has chunks. */
	boolean isChunked() {
		return !this.hashes.isEmpty();
	}

	/**
	 * Whether a chunk need not be written, because it is there as it should be and
	 * listed: one that is not listed may be removed at any time.
	 */
	boolean has(String name, String text) {
		return text.isEmpty()
				|| text.equals(this.texts.get(name)) && ChunkHead.hash(text).equals(this.hashes.get(name));
	}

	/**
	 * Writes a document in chunks, only those that are not in the store yet.
	 * @param transaction takes the writes
	 * @param key the key of the head
	 * @param line the first line, as it is in a document of one key
	 * @param chunks the texts of the chunks that may have changed; of a chunk without a
	 * text, what the store has stays
	 * @param session what the keys are bound to, or {@code null}
	 */
	void write(Transaction.Builder transaction, String key, String line, Map<String, @Nullable String> chunks,
			@Nullable String session) {
		SortedMap<String, String> next = new TreeMap<>();
		chunks.forEach((name, text) -> {
			next.put(name, (text != null) ? ChunkHead.hash(text) : this.hashes.getOrDefault(name, ""));
			if (text != null && !has(name, text)) {
				transaction.put(ServiceKeys.chunk(key, name), text, session);
			}
		});
		transaction.put(key, ChunkHead.of(line, next).encode(), session);
	}

}
