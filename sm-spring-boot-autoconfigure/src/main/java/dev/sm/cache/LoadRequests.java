package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.sm.storage.KeyValue;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.ReservedKeys;
import org.jspecify.annotations.Nullable;

/**
 * What a load asks of the node of its key. A lease and a note are keys of their own, on
 * the same node: they are placed, and move in a migration, as the key that they are
 * about, each for itself.
 */
final class LoadRequests {

	private static final String VERB = "getOrLoad";

	/** What a lease is for as long as a load that made nothing is remembered. */
	private static final byte[] NOTHING = { '-' };

	private final Requests requests;

	private final String key;

	private final byte[] stored;

	private final byte[] lease;

	private final byte[] note;

	private final String token;

	/**
	 * Creates requests for one load.
	 * @param requests makes other requests
	 * @param key the user's key
	 * @param token names the load, without spaces; no other ever has it
	 */
	LoadRequests(Requests requests, String key, String token) {
		this.requests = requests;
		this.key = key;
		this.stored = requests.stored(key);
		this.lease = beside(ReservedKeys.LEASE, this.stored);
		this.note = beside(ReservedKeys.LOADED, this.stored);
		this.token = token;
	}

	private static byte[] beside(String prefix, byte[] key) {
		byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
		byte[] all = new byte[start.length + key.length];
		System.arraycopy(start, 0, all, 0, start.length);
		System.arraycopy(key, 0, all, start.length, key.length);
		return all;
	}

	Request<List<byte @Nullable []>, byte @Nullable []> read() {
		return request(NodeCommand.Get.of(this.stored), (answer) -> answer.get(0));
	}

	Request<Looked, Looked> look() {
		return request(new NodeCommand.Look(this.stored), Function.identity());
	}

	Request<List<byte @Nullable []>, @Nullable LoadNote> note() {
		return request(NodeCommand.Get.of(this.note), (answer) -> LoadNote.parse(answer.get(0)));
	}

	Request<Boolean, Boolean> writeNote(byte[] value, long took, Duration stale, Duration ttl) {
		LoadNote written = LoadNote.of(value, took, stale, this.token);
		return request(
				new NodeCommand.Put(List.of(new KeyValue(this.note, written.format())), ttl, this.requests.fence()),
				Function.identity());
	}

	private byte[] holder() {
		return this.token.getBytes(StandardCharsets.UTF_8);
	}

	/** Takes the lease, if nobody has it. */
	Request<Boolean, Boolean> claim(Duration ttl) {
		return request(new NodeCommand.PutIfAbsent(new KeyValue(this.lease, holder()), ttl, this.requests.fence()),
				Function.identity());
	}

	/** Whether it is remembered that there is nothing to load. */
	Request<List<byte @Nullable []>, Boolean> nothing() {
		return request(NodeCommand.Get.of(this.lease), (answer) -> {
			byte[] holder = answer.get(0);
			return holder != null && holder.length == 1 && holder[0] == NOTHING[0];
		});
	}

	/** Gives the lease back, if this load still has it. */
	Request<Boolean, Boolean> release() {
		return request(new NodeCommand.Replace(this.lease, holder(), null, null, this.requests.fence()),
				Function.identity());
	}

	/** Remembers that there is nothing, if this load still has the lease. */
	Request<Boolean, Boolean> remember(Duration ttl) {
		return request(new NodeCommand.Replace(this.lease, holder(), NOTHING, ttl, this.requests.fence()),
				Function.identity());
	}

	Request<Boolean, Boolean> writeIfAbsent(byte[] value, Duration ttl) {
		return request(new NodeCommand.PutIfAbsent(new KeyValue(this.stored, value), ttl, this.requests.fence()),
				Function.identity());
	}

	/** Writes a value in the place of the one that was seen, or removes that. */
	Request<Boolean, Boolean> replace(byte[] seen, byte @Nullable [] value, Duration ttl) {
		return request(
				new NodeCommand.Replace(this.stored, seen, value, (value != null) ? ttl : null, this.requests.fence()),
				Function.identity());
	}

	private <R, T extends @Nullable Object> Request<R, T> request(NodeCommand<R> command, Function<R, T> answer) {
		return this.requests.request(VERB, this.key, this.stored, command, answer);
	}

}
