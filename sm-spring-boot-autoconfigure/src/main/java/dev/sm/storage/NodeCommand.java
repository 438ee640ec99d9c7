package dev.sm.storage;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a node can be asked. Keys and values are bytes as the node stores them; arrays are
 * not copied and must not be changed afterwards. A command on several keys is one trip,
 * and is atomic for each key, not for all together. A command that could not be meant is
 * refused when it is made, with an {@link IllegalArgumentException}: no keys, a time to
 * live that is not positive, a {@linkplain ReservedKeys reserved} key other than that of
 * a lease or a note.
 * <p>
 * Further kinds of command come with further versions. A node that does not know one
 * fails it with a {@link NodeCommandException}.
 *
 * @param <R> the type of the answer
 */
public sealed interface NodeCommand<R> permits NodeCommand.Get, NodeCommand.GetTimed, NodeCommand.Put,
		NodeCommand.PutIfAbsent, NodeCommand.Delete, NodeCommand.Increment, NodeCommand.Expire, NodeCommand.Replace,
		NodeCommand.Look, NodeCommand.RaiseFence, NodeCommand.Scan, NodeCommand.Ping, MigrationCommand {

	/**
	 * Whether executing it twice is the same as executing it once.
	 * @return whether it may be sent again when no answer came
	 */
	default boolean idempotent() {
		return true;
	}

	/**
	 * The keys that it is about.
	 * @return the keys; empty if it is about none, or is a step of a migration
	 */
	default List<byte[]> keys() {
		return List.of();
	}

	/**
	 * Whether it may change its {@link #keys()}.
	 * @return whether it writes
	 */
	default boolean writes() {
		return false;
	}

	/**
	 * The ownership under which it is executed.
	 * @return the fence, or {@code null} if it is not fenced
	 */
	default @Nullable Fence fence() {
		return null;
	}

	/**
	 * Reads values.
	 *
	 * @param keys the keys, one at least
	 */
	record Get(List<byte[]> keys) implements NodeCommand<List<byte @Nullable []>> {

		public Get {
			checkKeys(keys);
		}

		/**
		 * Reads one value.
		 * @param key the key
		 * @return the command
		 */
		public static Get of(byte[] key) {
			return new Get(List.of(key));
		}

	}

	/**
	 * Reads values, and how long each has to live. Of a key that changes meanwhile the
	 * two may be of different values. Only a {@link TrackingStorage} need know it.
	 *
	 * @param keys the keys, one at least
	 */
	record GetTimed(List<byte[]> keys) implements NodeCommand<List<Looked>> {

		public GetTimed {
			checkKeys(keys);
		}

	}

	/**
	 * Writes values, whether or not the keys exist.
	 *
	 * @param entries keys and values, one at least
	 * @param ttl the time to live, positive, or {@code null} for none; it replaces one
	 * that the key had
	 * @param fence the ownership under which it is written, or {@code null}
	 */
	record Put(List<KeyValue> entries, @Nullable Duration ttl, @Nullable Fence fence) implements NodeCommand<Boolean> {

		public Put {
			checkNotEmpty(entries);
			entries.forEach((entry) -> ReservedKeys.refuseOwn(entry.key()));
			TimeToLive.check(ttl);
		}

		/**
		 * Writes one value.
		 * @param key the key
		 * @param value the value
		 * @return the command, without time to live and fence
		 */
		public static Put of(byte[] key, byte[] value) {
			return new Put(List.of(new KeyValue(key, value)), null, null);
		}

		@Override
		public List<byte[]> keys() {
			return this.entries.stream().map(KeyValue::key).toList();
		}

		@Override
		public boolean writes() {
			return true;
		}

	}

	/**
	 * Writes a value if the key is absent; answers whether it was.
	 *
	 * @param entry key and value
	 * @param ttl the time to live, positive, or {@code null} for none
	 * @param fence the ownership under which it is written, or {@code null}
	 */
	record PutIfAbsent(KeyValue entry, @Nullable Duration ttl, @Nullable Fence fence) implements NodeCommand<Boolean> {

		public PutIfAbsent {
			ReservedKeys.refuseOwn(entry.key());
			TimeToLive.check(ttl);
		}

		@Override
		public boolean idempotent() {
			return false;
		}

		@Override
		public List<byte[]> keys() {
			return List.of(this.entry.key());
		}

		@Override
		public boolean writes() {
			return true;
		}

	}

	/**
	 * Removes keys; answers how many existed, a key that is named twice counting once.
	 *
	 * @param keys the keys, one at least
	 * @param fence the ownership under which they are removed, or {@code null}
	 */
	record Delete(List<byte[]> keys, @Nullable Fence fence) implements NodeCommand<Long> {

		public Delete {
			checkKeys(keys);
		}

		@Override
		public boolean idempotent() {
			return false;
		}

		@Override
		public boolean writes() {
			return true;
		}

	}

	/**
	 * Adds to a number, which counts as 0 if the key is absent and is stored as decimal
	 * digits; keeps the time to live of a key that exists; answers the sum. Fails with
	 * {@link NodeCommandException} if the value is not a number or the sum overflows.
	 *
	 * @param key the key
	 * @param delta what to add
	 * @param ttl the time to live, positive, that the key is given if it was absent, in
	 * the same atomic step; {@code null} for none
	 * @param fence the ownership under which it is added, or {@code null}
	 */
	record Increment(byte[] key, long delta, @Nullable Duration ttl,
			@Nullable Fence fence) implements NodeCommand<Long> {

		/**
		 * Adds without a time to live.
		 * @param key the key
		 * @param delta what to add
		 * @param fence the ownership under which it is added, or {@code null}
		 */
		public Increment(byte[] key, long delta, @Nullable Fence fence) {
			this(key, delta, null, fence);
		}

		public Increment {
			ReservedKeys.refuseOwn(key);
			TimeToLive.check(ttl);
		}

		@Override
		public boolean idempotent() {
			return false;
		}

		@Override
		public List<byte[]> keys() {
			return List.of(this.key);
		}

		@Override
		public boolean writes() {
			return true;
		}

	}

	/**
	 * Sets the time to live of a key; answers whether the key exists.
	 *
	 * @param key the key
	 * @param ttl the time to live, positive
	 * @param fence the ownership under which it is set, or {@code null}
	 */
	record Expire(byte[] key, Duration ttl, @Nullable Fence fence) implements NodeCommand<Boolean> {

		public Expire {
			ReservedKeys.refuseOwn(key);
			TimeToLive.check(ttl);
		}

		@Override
		public List<byte[]> keys() {
			return List.of(this.key);
		}

		@Override
		public boolean writes() {
			return true;
		}

	}

	/**
	 * Puts another value in the place of one that was read, or removes it, if it is still
	 * there; answers whether it was.
	 *
	 * @param key the key
	 * @param expected the value that must be there
	 * @param value what is put in its place, or {@code null} to remove it
	 * @param ttl the time to live of the new value, positive, or {@code null} for none
	 * @param fence the ownership under which it is written, or {@code null}
	 */
	record Replace(byte[] key, byte[] expected, byte @Nullable [] value, @Nullable Duration ttl,
			@Nullable Fence fence) implements NodeCommand<Boolean> {

		public Replace(byte[] key, byte[] expected, byte @Nullable [] value, @Nullable Duration ttl,
				@Nullable Fence fence) {
			ReservedKeys.refuseOwn(key);
			TimeToLive.check(ttl);
			this.key = key;
			this.expected = expected;
			this.value = value;
			this.ttl = ttl;
			this.fence = fence;
		}

		@Override
		public boolean idempotent() {
			return false;
		}

		@Override
		public List<byte[]> keys() {
			return List.of(this.key);
		}

		@Override
		public boolean writes() {
			return true;
		}

	}

	/**
	 * Reads a value and how long it has to live.
	 *
	 * @param key the key
	 */
	record Look(byte[] key) implements NodeCommand<Looked> {

		public Look {
			ReservedKeys.refuseOwn(key);
		}

		@Override
		public List<byte[]> keys() {
			return List.of(this.key);
		}

	}

	/**
	 * Tells the node of an ownership, so that it refuses older ones from here on; answers
	 * {@code true}.
	 *
	 * @param fence the ownership
	 */
	record RaiseFence(Fence fence) implements NodeCommand<Boolean> {

	}

	/**
	 * Reads a page of the keys that start with a prefix. Over all pages every key that
	 * exists throughout is told at least once. Keys that the node keeps for itself are
	 * never told.
	 *
	 * @param cursor {@link ScanPage#START} or the cursor of the page before
	 * @param prefix what keys start with; empty for all
	 * @param count about how many keys to look at for this page: 1 to 10,000
	 */
	record Scan(String cursor, byte[] prefix, int count) implements NodeCommand<ScanPage> {

		/** The largest page that can be asked for. */
		public static final int MAX_COUNT = 10_000;

		public Scan {
			if (count < 1 || count > MAX_COUNT) {
				throw new IllegalArgumentException(
						"'count' of a scan must be between 1 and " + MAX_COUNT + " (was " + count + ")");
			}
		}

	}

	/**
	 * Asks whether the node answers; answers {@code true}.
	 */
	record Ping() implements NodeCommand<Boolean> {

	}

	private static void checkKeys(List<byte[]> keys) {
		checkNotEmpty(keys);
		keys.forEach(ReservedKeys::refuseOwn);
	}

	private static void checkNotEmpty(List<?> items) {
		if (items.isEmpty()) {
			throw new IllegalArgumentException("a command must name one key at least");
		}
	}

}
