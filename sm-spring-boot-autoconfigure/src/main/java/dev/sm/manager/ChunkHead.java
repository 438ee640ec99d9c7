package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The head of a document that does not fit into one key. It has the document's first
 * line, with a version of its own, so that whoever does not know chunks takes it for
 * unreadable and not for a document without entries; and then the document's chunks with
 * their hashes. The chunks are keys below that of the head; each has some of the further
 * lines. The head is written with every change, so its revision is the document's.
 *
 * @param first the fields of the first line, as they are written
 * @param hashes the hashes of the chunks by name; {@code ""} for one that has no lines
 * and no key
 */
record ChunkHead(String first, SortedMap<String, String> hashes) {

	static final String VERSION = "v2";

	private static final String CHUNK = VERSION + "\tchunk";

	private static final int HASH_BYTES = 12;

	ChunkHead {
		hashes = Collections.unmodifiableSortedMap(hashes);
	}

	/**
	 * Takes the first line of a document.
	 * @param line the line, as it is in a document of one key
	 * @param hashes the hashes of its chunks
	 * @return the head
	 */
	static ChunkHead of(String line, SortedMap<String, String> hashes) {
		return new ChunkHead(line.substring(Lines.VERSION.length()), hashes);
	}

	static boolean isHead(String text) {
		return text.startsWith(VERSION + "\t");
	}

	String encode() {
		StringBuilder text = new StringBuilder(VERSION).append(this.first);
		this.hashes.forEach((name, hash) -> text.append('\n').append(Lines.line(name, hash)));
		return text.toString();
	}

	/**
	 * Reads a head.
	 * @throws CorruptDocumentException if it is none, or lists what cannot be all chunks
	 * of a document
	 */
	static ChunkHead read(String text) {
		String[] lines = text.split("\n", -1);
		SortedMap<String, String> hashes = new TreeMap<>();
		for (String line : Arrays.asList(lines).subList(1, lines.length)) {
			int tab = line.indexOf('\t');
			hashes.put(line.substring(0, Math.max(tab, 0)), line.substring(tab + 1));
		}
		if (!isHead(text) || !Chunks.cover(hashes.keySet())) {
			throw new CorruptDocumentException("the chunks that it lists are not all of one document");
		}
		return new ChunkHead(lines[0].substring(VERSION.length()), hashes);
	}

	/**
	 * Puts a document together.
	 * @param chunks the texts of all chunks that have lines, in the order of their names
	 * @return the text that the document would have in one key
	 */
	String document(List<String> chunks) {
		StringBuilder text = new StringBuilder(Lines.VERSION).append(this.first);
		chunks.forEach((chunk) -> text.append(chunk, CHUNK.length(), chunk.length()));
		return text.toString();
	}

	/**
	 * The text of a chunk.
	 * @param lines some lines of a document
	 * @return the text, {@code ""} if there are none
	 */
	static String chunk(List<String> lines) {
		return lines.isEmpty() ? "" : CHUNK + "\n" + String.join("\n", lines);
	}

	static boolean isChunk(String text) {
		return text.startsWith(CHUNK + "\n");
	}

	/** What stands for a chunk's text in the head. */
	static String hash(String text) {
		if (text.isEmpty()) {
			return "";
		}
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
