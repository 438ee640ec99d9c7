package dev.sm.storage.memory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyValue;
import dev.sm.storage.Looked;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.TimeToLive;
import dev.sm.storage.memory.MemoryStore.Change;
import org.jspecify.annotations.Nullable;

/**
 * Answers commands from a {@link MemoryStore}, on the calling thread.
 */
final class MemoryNode implements NodeStorage {

	private final String id;

	private final MemoryStore store;

	private final Runnable onClose;

	private final AtomicBoolean closed = new AtomicBoolean();

	MemoryNode(String id, MemoryStore store, Runnable onClose) {
		this.id = id;
		this.store = store;
		this.onClose = onClose;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> CompletionStage<R> execute(NodeCommand<R> command) {
		if (this.closed.get()) {
			return CompletableFuture
				.failedFuture(new NodeUnavailableException("node '" + this.id + "' is closed", null));
		}
		try {
			return CompletableFuture.completedFuture((R) fenced(command.fence(), () -> answer(command)));
		}
		catch (NodeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private Object answer(NodeCommand<?> command) {
		if (command instanceof NodeCommand.Get get) {
			return get(get.keys());
		}
		if (command instanceof NodeCommand.Put put) {
			return put(put.entries(), expiry(put.ttl()));
		}
		if (command instanceof NodeCommand.PutIfAbsent put) {
			return putIfAbsent(put.entry(), expiry(put.ttl()));
		}
		if (command instanceof NodeCommand.Delete delete) {
			return delete(delete.keys());
		}
		if (command instanceof NodeCommand.Increment increment) {
			return increment(increment.key(), increment.delta(), expiry(increment.ttl()));
		}
		if (command instanceof NodeCommand.Expire expire) {
			return expire(expire.key(), expiry(expire.ttl()));
		}
		if (command instanceof NodeCommand.Replace replace) {
			return replace(replace, expiry(replace.ttl()));
		}
		if (command instanceof NodeCommand.Look look) {
			return look(look.key());
		}
		if (command instanceof NodeCommand.Scan scan) {
			return MemoryScan.page(this.id, this.store, scan);
		}
		if (command instanceof MigrationCommand.Measure measure) {
			return MemoryScan.size(this.store, measure.prefix());
		}
		if (command instanceof NodeCommand.RaiseFence || command instanceof NodeCommand.Ping) {
			return true;
		}
		if (command instanceof MigrationCommand<?> migration) {
			return this.store.migration()
				.answer(this.id, migration, (plain) -> fenced(plain.fence(), () -> answer(plain)));
		}
		throw new NodeCommandException("node '" + this.id + "' cannot execute " + command.getClass().getSimpleName(),
				null);
	}

	/** The fence is raised by whatever it lets pass, even if that fails then. */
	private Object fenced(@Nullable Fence fence, Supplier<Object> action) {
		if (fence == null) {
			return action.get();
		}
		Attempt attempt = new Attempt(action);
		if (!this.store.fenced(fence.scope(), fence.epoch(), attempt)) {
			throw new FencedOffException(this.id, fence);
		}
		return attempt.result();
	}

	private List<byte @Nullable []> get(List<byte[]> keys) {
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		for (byte[] key : keys) {
			Item item = this.store.get(new Bytes(key));
			values.add((item != null) ? item.value() : null);
		}
		return values;
	}

	private boolean put(List<KeyValue> entries, long expiresAt) {
		for (KeyValue entry : entries) {
			Item item = new Item(entry.value(), expiresAt);
			this.store.update(new Bytes(entry.key()), (stored) -> new Change<>(item, true));
		}
		return true;
	}

	private boolean putIfAbsent(KeyValue entry, long expiresAt) {
		Item item = new Item(entry.value(), expiresAt);
		return this.store.update(new Bytes(entry.key()),
				(stored) -> (stored != null) ? new Change<>(stored, false) : new Change<>(item, true));
	}

	private long delete(List<byte[]> keys) {
		long existed = 0;
		for (byte[] key : keys) {
			boolean there = this.store.update(new Bytes(key), (stored) -> new Change<>(null, stored != null));
			existed += there ? 1 : 0;
		}
		return existed;
	}

	private long increment(byte[] key, long delta, long expiresAt) {
		return this.store.update(new Bytes(key), (stored) -> {
			long sum = add((stored != null) ? stored.value() : new byte[] { '0' }, delta);
			byte[] value = Long.toString(sum).getBytes(StandardCharsets.US_ASCII);
			return new Change<>(new Item(value, (stored != null) ? stored.expiresAt() : expiresAt), sum);
		});
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
					"node '" + this.id + "': the sum must fit into 64 bits, and adding " + delta + " would not", ex);
		}
		catch (NumberFormatException ex) {
			throw notANumber(ex);
		}
		throw notANumber(null);
	}

	private NodeCommandException notANumber(@Nullable Exception cause) {
		return new NodeCommandException(
				"node '" + this.id + "': the value must be a whole number of 64 bits to be incremented", cause);
	}

	private boolean expire(byte[] key, long expiresAt) {
		return this.store.update(new Bytes(key), (stored) -> (stored != null)
				? new Change<>(new Item(stored.value(), expiresAt), true) : new Change<>(null, false));
	}

	private boolean replace(NodeCommand.Replace replace, long expiresAt) {
		byte[] value = replace.value();
		Item item = (value != null) ? new Item(value, expiresAt) : null;
		return this.store.update(new Bytes(replace.key()),
				(stored) -> (stored != null && Arrays.equals(stored.value(), replace.expected()))
						? new Change<>(item, true) : new Change<>(stored, false));
	}

	private Looked look(byte[] key) {
		Item item = this.store.get(new Bytes(key));
		if (item == null) {
			return Looked.ABSENT;
		}
		boolean never = item.expiresAt() == Item.NEVER;
		return new Looked(item.value(), never ? KeyCopy.NEVER : Math.max(1, item.expiresAt() - this.store.now()));
	}

	private long expiry(@Nullable Duration ttl) {
		return (ttl != null) ? this.store.now() + TimeToLive.toMillis(ttl) : Item.NEVER;
	}

	/**
	 * The keys and values as a {@code Map<String, byte[]>}, keys being UTF-8.
	 * @return a view, safe for use by several threads
	 */
	@Override
	public Object nativeOperations() {
		return new MemoryMap(this.store);
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.onClose.run();
		}
	}

	@Override
	public String toString() {
		return "MemoryNode[" + this.id + "]";
	}

	/** Runs an action inside a lock and tells its outcome outside of it. */
	private static final class Attempt implements Runnable {

		private final Supplier<Object> action;

		private @Nullable Object answer;

		private @Nullable NodeException failure;

		Attempt(Supplier<Object> action) {
			this.action = action;
		}

		@Override
		public void run() {
			try {
				this.answer = this.action.get();
			}
			catch (NodeException ex) {
				this.failure = ex;
			}
		}

		Object result() {
			if (this.answer == null) {
				throw (this.failure != null) ? this.failure : new IllegalStateException("action did not run");
			}
			return this.answer;
		}

	}

}
