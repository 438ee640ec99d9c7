package dev.sm.manager;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.sm.coordination.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The documents that are in several keys, put together once all that has become known has
 * been taken. A chunk that is not what the head says can only be a stranger's doing, or
 * news that are still to come: so all keys are read again, and only if that does not
 * help, the document cannot be read.
 */
final class ChunkedDocuments {

	private final Rules rules;

	private final Map<String, ChunkedDocument> documents = new TreeMap<>();

	private final Set<String> unsettled = new TreeSet<>();

	ChunkedDocuments(Rules rules) {
		this.rules = rules;
	}

	/**
	 * Takes the change of a key.
	 * @param key the key of a document, or of a chunk of one
	 * @param name the last segments of the key: one, or the name of a chunk as well
	 * @return whether it belongs to chunks, which are read when all is settled
	 */
	boolean take(String key, String name, @Nullable Entry entry) {
		int slash = name.indexOf('/');
		if (slash < 0 || !this.rules.knowsChunks()) {
			return this.rules.knowsChunks() && head(key, entry);
		}
		chunk(key.substring(0, key.length() - name.length() + slash), name.substring(slash + 1), entry);
		return true;
	}

	private boolean head(String key, @Nullable Entry entry) {
		boolean chunked = entry != null && ChunkHead.isHead(entry.value());
		if (chunked || this.documents.containsKey(key)) {
			ChunkedDocument document = document(key);
			document.head(chunked ? entry : null);
			changed(key, document);
		}
		return chunked;
	}

	private void chunk(String key, String name, @Nullable Entry entry) {
		ChunkedDocument document = document(key);
		document.chunk(name, entry);
		changed(key, document);
	}

	private ChunkedDocument document(String key) {
		return this.documents.computeIfAbsent(key, (any) -> new ChunkedDocument());
	}

	private void changed(String key, ChunkedDocument document) {
		if (document.head() != null) {
			this.unsettled.add(key);
		}
		else {
			this.unsettled.remove(key);
		}
		if (document.isEmpty()) {
			this.documents.remove(key);
		}
	}

	/**
	 * Puts together what has changed.
	 * @param synced whether nothing is known to be missing
	 * @param readable takes a head with the text that its document would have in one key
	 * @param unreadable takes a head whose document cannot be read, and why
	 * @return whether all keys have to be read again
	 */
	boolean settle(boolean synced, Consumer<Entry> readable, BiConsumer<Entry, String> unreadable) {
		boolean again = false;
		for (String key : List.copyOf(this.unsettled)) {
			ChunkedDocument document = document(key);
			try {
				readable.accept(document.document(this.rules));
				this.unsettled.remove(key);
			}
			catch (CorruptDocumentException ex) {
				String fault = String.valueOf(ex.getMessage());
				Entry head = document.head();
				if (head != null && (document.isJudged(fault) || synced && document.isDoubted(fault))) {
					document.judge(fault);
					this.unsettled.remove(key);
					unreadable.accept(head, fault);
				}
				else {
					again |= document.doubts(fault);
				}
			}
		}
		return again;
	}

	/** What is stored of the chunks of a document. */
	StoredChunks stored(String key) {
		ChunkedDocument document = this.documents.get(key);
		return (document != null) ? document.stored() : StoredChunks.NONE;
	}

	/** The names of chunks that no head lists, by the key of the head. */
	Map<String, List<String>> unlisted() {
		Map<String, List<String>> unlisted = new TreeMap<>();
		this.documents.forEach((key, document) -> {
			List<String> names = this.unsettled.contains(key) ? List.of() : document.unlisted();
			if (!names.isEmpty()) {
				unlisted.put(key, names);
			}
		});
		return unlisted;
	}

}
