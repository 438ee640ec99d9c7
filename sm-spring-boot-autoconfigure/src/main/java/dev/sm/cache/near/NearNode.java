package dev.sm.cache.near;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import dev.sm.cache.NearCaching.NearStorage;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyTracking;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.TrackingStorage;
import org.jspecify.annotations.Nullable;

/**
 * A node whose values are kept in memory until it tells that they changed. A value is
 * kept only if it was read in the present watch and nothing was told of its key, nor
 * written to it from here, since before the question was sent. Thread-safe; takes no lock
 * while it waits.
 */
final class NearNode implements NearStorage, KeyTracking {

	private final TrackingStorage node;

	private final ConcurrentMap<NearKey, NearEntry> entries;

	private final Tracking tracking;

	private final Stripes stripes = new Stripes();

	private final LongSupplier clock;

	private final NearCounters counters;

	private final NodeStorage direct = new Direct();

	private final NodeStorage through = new Through();

	NearNode(TrackingStorage node, ConcurrentMap<NearKey, NearEntry> entries, Tracking tracking, LongSupplier clock,
			NearCounters counters) {
		this.node = node;
		this.entries = entries;
		this.tracking = tracking;
		this.clock = clock;
		this.counters = counters;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> CompletionStage<R> execute(NodeCommand<R> command) {
		Tracking.Watch watch = this.tracking.watch();
		if (watch == null || !(command instanceof NodeCommand.Get get) || isOwn(get.keys())) {
			return this.direct.execute(command);
		}
		return (CompletionStage<R>) get(get.keys(), watch);
	}

	/** Keys of sm's own are read by whoever decides something by them. */
	private static boolean isOwn(List<byte[]> keys) {
		return keys.stream().anyMatch(ReservedKeys::contains);
	}

	private CompletionStage<List<byte @Nullable []>> get(List<byte[]> keys, Tracking.Watch watch) {
		List<byte @Nullable []> values = kept(keys);
		List<byte[]> missing = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			if (values.get(i) == null) {
				missing.add(keys.get(i));
			}
		}
		return missing.isEmpty() ? CompletableFuture.completedFuture(values)
				: ask(missing, watch).thenApply((found) -> merged(values, found));
	}

	@Override
	public List<byte @Nullable []> kept(List<byte[]> keys) {
		Tracking.Watch watch = this.tracking.watch();
		long now = this.clock.getAsLong();
		boolean fresh = watch != null && this.tracking.isFresh(watch, now);
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		int found = 0;
		for (byte[] key : keys) {
			byte[] value = (fresh && watch != null) ? inMemory(key, watch, now) : null;
			values.add(value);
			found += (value != null) ? 1 : 0;
		}
		this.counters.read(found, keys.size() - found);
		if (watch != null && found > 0) {
			askIfTime(watch, now);
		}
		return values;
	}

	/** Asks the node, and keeps what it answers. */
	private CompletionStage<List<Looked>> ask(List<byte[]> keys, Tracking.Watch watch) {
		long now = this.clock.getAsLong();
		int[] tokens = keys.stream().mapToInt(this.stripes::token).toArray();
		return this.node.execute(new NodeCommand.GetTimed(keys)).thenApply((found) -> {
			this.tracking.answered(watch, now);
			for (int i = 0; i < tokens.length; i++) {
				keep(keys.get(i), tokens[i], found.get(i), watch, now);
			}
			return found;
		});
	}

	private byte @Nullable [] inMemory(byte[] key, Tracking.Watch watch, long now) {
		NearEntry entry = this.entries.get(new NearKey(this, key));
		return (entry != null && entry.watch() == watch && entry.liveAt(now)) ? entry.value() : null;
	}

	/** The comparison and the write are one step, as is the removal after a change. */
	private void keep(byte[] key, int token, Looked found, Tracking.Watch watch, long sentAt) {
		byte[] value = found.value();
		boolean expires = found.remaining() != KeyCopy.NEVER;
		if (value == null || (expires && found.remaining() <= 0)) {
			return;
		}
		NearEntry entry = new NearEntry(value, watch, expires, sentAt + found.remaining() * 1_000_000);
		this.entries.compute(new NearKey(this, key), (name,
				present) -> (this.stripes.token(key) == token && this.tracking.isCurrent(watch)) ? entry : present);
	}

	private static List<byte @Nullable []> merged(List<byte @Nullable []> values, List<Looked> found) {
		if (values.size() == 1) {
			return Collections.singletonList(found.get(0).value());
		}
		List<byte @Nullable []> all = new ArrayList<>(values);
		int next = 0;
		for (int i = 0; i < all.size(); i++) {
			if (all.get(i) == null) {
				all.set(i, found.get(next++).value());
			}
		}
		return all;
	}

	private void askIfTime(Tracking.Watch watch, long now) {
		if (this.tracking.isToAsk(watch, now)) {
			this.node.execute(new NodeCommand.Ping()).whenComplete((answer, failure) -> {
				if (failure == null) {
					this.tracking.answered(watch, now);
				}
			});
		}
	}

	@Override
	public NodeStorage direct() {
		return this.direct;
	}

	@Override
	public NodeStorage through() {
		return this.through;
	}

	@Override
	public void forget(byte[] key) {
		this.stripes.changed(key);
		this.entries.remove(new NearKey(this, key));
	}

	@Override
	public Object nativeOperations() {
		return this.node.nativeOperations();
	}

	@Override
	public void close() {
		ended();
		this.node.close();
	}

	@Override
	public void began() {
		this.tracking.began();
	}

	/** What was read in the watch that ends is not looked at any more. */
	@Override
	public void ended() {
		if (this.tracking.ended()) {
			this.counters.lost();
		}
	}

	@Override
	public void changed(byte[] key) {
		this.counters.invalidated();
		forget(key);
	}

	@Override
	public void allChanged() {
		this.counters.lost();
		this.tracking.began();
	}

	@Override
	public String toString() {
		return "NearNode[" + this.node + "]";
	}

	/** Asks the node always, and forgets what it is told to write. */
	private class Direct implements NodeStorage {

		@Override
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			List<byte[]> written = command.writes() ? command.keys() : List.of();
			written.forEach(NearNode.this::forget);
			CompletionStage<R> answer = NearNode.this.node.execute(command);
			return written.isEmpty() ? answer
					: answer.whenComplete((done, failure) -> written.forEach(NearNode.this::forget));
		}

		@Override
		public Object nativeOperations() {
			return NearNode.this.nativeOperations();
		}

		@Override
		public void close() {
			NearNode.this.close();
		}

	}

	/** Asks the node always, and keeps what it answers. */
	private final class Through extends Direct {

		@Override
		@SuppressWarnings("unchecked")
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			Tracking.Watch watch = NearNode.this.tracking.watch();
			if (watch == null || !(command instanceof NodeCommand.Get get) || isOwn(get.keys())) {
				return super.execute(command);
			}
			return (CompletionStage<R>) ask(get.keys(), watch)
				.thenApply((found) -> found.stream().<byte @Nullable []>map(Looked::value).toList());
		}

	}

}
