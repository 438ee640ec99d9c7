package dev.sm.manager;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * A status as it is written: in one key, or in chunks of which only those are written
 * that have changed. If these are too many for one transaction, several write it; as long
 * as it is not complete, it says that it reflects no assignment, so that nothing is taken
 * to be dropped that is only not written yet.
 */
final class StatusText {

	/** How much is written at once, in bytes of full keys and in keys. */
	private static final int FULL_KEYS = 3;

	private static final int MAX_PUTS = 20;

	/** What a head says of one chunk. */
	private static final int BYTES_PER_CHUNK = 64;

	private final ServiceState state;

	private final Rules rules;

	private final String key;

	private final StatusDocument status;

	private final StoredChunks stored;

	private final Map<String, @Nullable String> texts = new TreeMap<>();

	private boolean complete = true;

	private int bytes;

	private int puts = 1;

	StatusText(ServiceState state, Rules rules, String participant, StatusDocument status) {
		this.state = state;
		this.rules = rules;
		this.key = state.keys().status(participant);
		this.status = status;
		this.stored = state.chunked().stored(this.key);
		SortedMap<String, String> lines = status.lines();
		lines.values().forEach((line) -> this.bytes += size(line));
		int maxBytes = state.maxBytes();
		if (this.bytes > maxBytes || this.stored.isChunked() && this.bytes > maxBytes / 2) {
			chunk(lines);
		}
	}

	private static int size(String line) {
		return line.getBytes(StandardCharsets.UTF_8).length + 1;
	}

	private void chunk(SortedMap<String, String> lines) {
		Chunks chunks = new Chunks(this.state.maxBytes() / 2, this.stored.hashes().keySet());
		lines.forEach((shard, line) -> chunks.put(shard, size(line)));
		chunks.names().forEach((name) -> this.texts.put(name, ""));
		chunks.group(lines.keySet())
			.forEach((name, shards) -> this.texts.put(name,
					ChunkHead.chunk(shards.stream().map((shard) -> lines.getOrDefault(shard, "")).toList())));
		this.bytes = BYTES_PER_CHUNK * this.texts.size();
		this.texts
			.replaceAll((name, text) -> (text == null || this.stored.has(name, text) || takes(text)) ? text : null);
		this.complete = !this.texts.containsValue(null);
	}

	private boolean takes(String text) {
		int size = size(text);
		boolean fits = this.puts == 1 || this.bytes + size <= FULL_KEYS * this.state.maxBytes() && this.puts < MAX_PUTS;
		if (fits) {
			this.bytes += size;
			this.puts++;
		}
		return fits;
	}

	/** Whether the status is complete once this is written. */
	boolean isComplete() {
		return this.complete;
	}

	/** How many bytes are written. */
	int bytes() {
		return this.bytes;
	}

	/** How many keys are compared and written. */
	int size() {
		return this.puts + 1;
	}

	void write(Transaction.Builder transaction) {
		String session = this.status.incarnation();
		if (!this.texts.isEmpty() || this.stored.isChunked()) {
			// what is not written stays as it is only if nobody else has written
			transaction.ifUnchanged(this.key, this.state.headRevision(this.key));
		}
		if (this.texts.isEmpty()) {
			transaction.put(this.key, this.status.encode(), session);
		}
		else {
			long reflected = this.complete ? this.status.docRevision() : this.rules.reflectedByPart(this.status);
			this.stored.write(transaction, this.key, this.status.firstLine(reflected), this.texts, session);
		}
	}

}
