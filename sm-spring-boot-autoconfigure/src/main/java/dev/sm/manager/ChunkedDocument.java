package dev.sm.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.sm.coordination.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the keys of one document: its head, if it has chunks, and chunks,
 * listed or not.
 */
final class ChunkedDocument {

	private final Map<String, Chunk> chunks = new TreeMap<>();

	private @Nullable Entry head;

	private @Nullable ChunkHead read;

	private String fault = "";

	private String doubt = "";

	private String verdict = "";

	void head(@Nullable Entry head) {
		this.head = head;
		this.read = null;
		this.fault = "";
		if (head != null) {
			try {
				this.read = ChunkHead.read(head.value());
			}
			catch (CorruptDocumentException ex) {
				this.fault = String.valueOf(ex.getMessage());
			}
		}
	}

	void chunk(String name, @Nullable Entry entry) {
		if (entry != null) {
			this.chunks.put(name, new Chunk(entry.value()));
		}
		else {
			this.chunks.remove(name);
		}
	}

	@Nullable Entry head() {
		return this.head;
	}

	boolean isEmpty() {
		return this.head == null && this.chunks.isEmpty();
	}

	/**
	 * Puts the document together.
	 * @return the head, with the text that the document would have in one key
	 * @throws CorruptDocumentException if that cannot be done
	 */
	Entry document(Rules rules) {
		Entry head = this.head;
		ChunkHead read = this.read;
		if (head == null || read == null) {
			throw new CorruptDocumentException(this.fault);
		}
		List<String> texts = new ArrayList<>();
		read.hashes().forEach((name, hash) -> {
			if (!hash.isEmpty()) {
				texts.add(text(name, hash, rules));
			}
		});
		return new Entry(head.key(), read.document(texts), head.revision(), head.sessionId());
	}

	private String text(String name, String hash, Rules rules) {
		Chunk chunk = this.chunks.get(name);
		if (chunk == null) {
			throw new CorruptDocumentException("its chunk '" + name + "' is missing");
		}
		if (!ChunkHead.isChunk(chunk.text) || !rules.matches(chunk.hash(), hash)) {
			throw new CorruptDocumentException("its chunk '" + name + "' is not the one that it lists");
		}
		return chunk.text;
	}

	/**
	 * Whether keys have to be read again before a fault is believed.
	 * @return whether it is the first time that it is met
	 */
	boolean doubts(String fault) {
		String met = met(fault);
		boolean first = !met.equals(this.doubt);
		this.doubt = met;
		return first;
	}

	/** Whether a fault is known to be one, and not news that are still to come. */
	boolean isJudged(String fault) {
		return met(fault).equals(this.verdict);
	}

	boolean isDoubted(String fault) {
		return met(fault).equals(this.doubt);
	}

	void judge(String fault) {
		this.verdict = met(fault);
	}

	private String met(String fault) {
		return ((this.head != null) ? this.head.revision() : 0) + ": " + fault;
	}

	StoredChunks stored() {
		Map<String, String> texts = new HashMap<>();
		this.chunks.forEach((name, chunk) -> texts.put(name, chunk.text));
		return new StoredChunks((this.head != null) ? this.head.revision() : 0, hashes(), texts);
	}

	/** The names of chunks that the head does not list. */
	List<String> unlisted() {
		List<String> unlisted = new ArrayList<>(this.chunks.keySet());
		unlisted.removeIf((name) -> !hashes().getOrDefault(name, "").isEmpty());
		return unlisted;
	}

	private SortedMap<String, String> hashes() {
		return (this.read != null) ? this.read.hashes() : StoredChunks.NONE.hashes();
	}

	/** One chunk as it is stored. */
	private static final class Chunk {

		private final String text;

		private @Nullable String hash;

		private Chunk(String text) {
			this.text = text;
		}

		private String hash() {
			String known = this.hash;
			if (known == null) {
				known = ChunkHead.hash(this.text);
				this.hash = known;
			}
			return known;
		}

	}

}
