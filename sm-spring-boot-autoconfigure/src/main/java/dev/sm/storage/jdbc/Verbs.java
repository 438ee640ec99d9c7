package dev.sm.storage.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyValue;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.TimeToLive;
import org.jspecify.annotations.Nullable;

/**
 * The plain commands, inside a transaction of the caller's.
 */
final class Verbs {

	private final JdbcSession session;

	private final String node;

	private final Entries entries;

	Verbs(JdbcSession session, String node) {
		this.session = session;
		this.node = node;
		this.entries = new Entries(session, node);
	}

	Entries entries() {
		return this.entries;
	}

	/** Executes a command under its fence. */
	Object execute(NodeCommand<?> command) throws SQLException {
		Fence fence = command.fence();
		if (fence != null) {
			admit(fence);
		}
		if (command instanceof NodeCommand.RaiseFence raise) {
			admit(raise.fence());
			return true;
		}
		if (command instanceof NodeCommand.Get get) {
			return get(get.keys());
		}
		if (command instanceof NodeCommand.Put put) {
			this.entries.put(put.entries(), millis(put.ttl()));
			return true;
		}
		if (command instanceof NodeCommand.PutIfAbsent put) {
			return putIfAbsent(put);
		}
		if (command instanceof NodeCommand.Delete delete) {
			return this.entries.delete(delete.keys());
		}
		if (command instanceof NodeCommand.Increment increment) {
			return increment(increment);
		}
		if (command instanceof NodeCommand.Expire expire) {
			return this.entries.expire(expire.key(), TimeToLive.toMillis(expire.ttl()));
		}
		if (command instanceof NodeCommand.Replace replace) {
			Entries.Row row = this.entries.find(replace.key(), true);
			return row != null && row.live() && replace(replace, row);
		}
		if (command instanceof NodeCommand.Look look) {
			Entries.Row row = this.entries.find(look.key(), false);
			return (row != null && row.live()) ? looked(row) : Looked.ABSENT;
		}
		throw unknown(this.node, command);
	}

	/** Executes a command on a row that is there, and that nobody else changes. */
	Object inPlace(NodeCommand<?> command, Entries.Row row) throws SQLException {
		Fence fence = command.fence();
		if (fence != null) {
			admit(fence);
		}
		if (command instanceof NodeCommand.Get) {
			return List.of(row.value());
		}
		if (command instanceof NodeCommand.Look) {
			return looked(row);
		}
		if (command instanceof NodeCommand.Replace replace) {
			return replace(replace, row);
		}
		if (command instanceof NodeCommand.PutIfAbsent) {
			return false;
		}
		if (command instanceof NodeCommand.Delete delete) {
			this.entries.remove(delete.keys());
			return 1L;
		}
		if (command instanceof NodeCommand.Expire expire) {
			this.entries.prolong(expire.key(), TimeToLive.toMillis(expire.ttl()));
			return true;
		}
		if (command instanceof NodeCommand.Increment increment) {
			long sum = add(row.value(), increment.delta());
			this.entries.replace(increment.key(), digits(sum));
			return sum;
		}
		NodeCommand.Put put = (NodeCommand.Put) command;
		this.entries.put(put.entries(), millis(put.ttl()));
		return true;
	}

	static NodeCommandException unknown(String node, NodeCommand<?> command) {
		return new NodeCommandException("node '" + node + "' cannot execute " + command.getClass().getSimpleName(),
				null);
	}

	/** Refuses an epoch if a higher one was seen; else it stays the highest. */
	private void admit(Fence fence) throws SQLException {
		if (!raise(fence)) {
			throw new FencedOffException(this.node, fence);
		}
	}

	/**
	 * Nobody raises the fence before the commit. A shared lock is not made exclusive
	 * later: two that try wait for each other.
	 */
	boolean raise(Fence fence) throws SQLException {
		Long seen = epoch(fence, "");
		if (seen == null) {
			this.session.update("insert into sm_fence (scope, epoch) values (?, ?)", fence.scope(), fence.epoch());
			return true;
		}
		if (seen < fence.epoch()) {
			seen = epoch(fence, " for update");
			if (seen != null && seen < fence.epoch()) {
				this.session.update("update sm_fence set epoch = ? where scope = ?", fence.epoch(), fence.scope());
			}
		}
		else {
			seen = epoch(fence, this.session.dialect().share());
		}
		return seen != null && seen <= fence.epoch();
	}

	private @Nullable Long epoch(Fence fence, String lock) throws SQLException {
		List<Long> found = this.session.query("select epoch from sm_fence where scope = ?" + lock,
				(row) -> row.getLong(1), fence.scope());
		return found.isEmpty() ? null : found.get(0);
	}

	private List<byte @Nullable []> get(List<byte[]> keys) throws SQLException {
		Map<ByteBuffer, Entries.Row> found = this.entries.find(keys, false);
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		for (byte[] key : keys) {
			Entries.Row row = found.get(ByteBuffer.wrap(key));
			values.add((row != null && row.live()) ? row.value() : null);
		}
		return values;
	}

	private boolean putIfAbsent(NodeCommand.PutIfAbsent put) throws SQLException {
		byte[] key = put.entry().key();
		Entries.Row row = this.entries.find(key, true);
		if (row != null && row.live()) {
			return false;
		}
		this.entries.create(key, put.entry().value(), millis(put.ttl()), row);
		return true;
	}

	private long increment(NodeCommand.Increment increment) throws SQLException {
		Entries.Row row = this.entries.find(increment.key(), true);
		boolean live = row != null && row.live();
		long sum = add((row != null && live) ? row.value() : new byte[] { '0' }, increment.delta());
		if (live) {
			this.entries.replace(increment.key(), digits(sum));
		}
		else {
			this.entries.create(increment.key(), digits(sum), millis(increment.ttl()), row);
		}
		return sum;
	}

	private boolean replace(NodeCommand.Replace replace, Entries.Row row) throws SQLException {
		if (!Arrays.equals(row.value(), replace.expected())) {
			return false;
		}
		byte[] value = replace.value();
		if (value != null) {
			this.entries.put(List.of(new KeyValue(replace.key(), value)), millis(replace.ttl()));
		}
		else {
			this.entries.remove(List.of(replace.key()));
		}
		return true;
	}

	private static Looked looked(Entries.Row row) {
		Long at = row.expiresAt();
		return new Looked(row.value(), (at != null) ? Math.max(1, at - row.now()) : KeyCopy.NEVER);
	}

	private static byte[] digits(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	private long add(byte[] value, long delta) {
		String text = new String(value, StandardCharsets.ISO_8859_1);
		try {
			long number = Long.parseLong(text);
			if (Long.toString(number).equals(text)) {
				return Math.addExact(number, delta);
			}
		}
		catch (ArithmeticException ex) {
			throw new NodeCommandException(
					"node '" + this.node + "': the sum must fit into 64 bits, and adding " + delta + " would not", ex);
		}
		catch (NumberFormatException ex) {
			throw notANumber(ex);
		}
		throw notANumber(null);
	}

	private NodeCommandException notANumber(@Nullable Exception cause) {
		return new NodeCommandException(
				"node '" + this.node + "': the value must be a whole number of 64 bits to be incremented", cause);
	}

	private static @Nullable Long millis(@Nullable Duration ttl) {
		return (ttl != null) ? TimeToLive.toMillis(ttl) : null;
	}

}
