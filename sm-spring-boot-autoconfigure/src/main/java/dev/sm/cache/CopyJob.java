package dev.sm.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sm.storage.KeyMove;
import dev.sm.storage.SurveyPage;
import org.jspecify.annotations.Nullable;

/**
 * Copies all keys of a migration, pass after pass over all old places, until two passes
 * in a row have found nothing. (One would not do: while it looks, somebody else may mark
 * a key behind it. Nothing is created at an old place any more, so what the second does
 * not find is not there.) All on one thread.
 */
final class CopyJob {

	private static final int LANES = 2;

	private final long m;

	private final Topology topology;

	private final MigrationTools tools;

	private final Consumer<Progress> progress;

	private final Pacer pacer;

	private long counted;

	private long moved;

	private long found;

	private @Nullable String problem;

	private volatile boolean stopped;

	CopyJob(Topology topology, MigrationTools tools, Consumer<Progress> progress) {
		this.m = topology.m();
		this.topology = topology;
		this.tools = tools;
		this.progress = progress;
		this.pacer = new Pacer(tools.rate());
	}

	/** Lets it end soon; what is under way may still be done. */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Copies everything.
	 * @return completes once nothing is left; fails if a node refuses or does not answer
	 */
	CompletableFuture<Void> run() {
		return sources(this::count).thenCompose((counted) -> {
			tell(false);
			return pass(0);
		});
	}

	private CompletableFuture<Void> pass(int clean) {
		if (this.stopped) {
			return CompletableFuture.failedFuture(new IllegalStateException("stopped"));
		}
		this.found = 0;
		this.problem = null;
		return sources(this::copy).thenCompose((done) -> {
			this.counted = this.moved + ((this.problem != null) ? Math.max(this.found, 1) : 0);
			boolean nothing = this.found == 0 && this.problem == null;
			tell(nothing && clean == 1);
			if (nothing && clean == 1) {
				return CompletableFuture.completedFuture(null);
			}
			return pause(nothing ? 0 : 1_000_000L).thenCompose((paused) -> pass(nothing ? clean + 1 : 0));
		});
	}

	private CompletableFuture<Void> sources(Function<PoolNode, CompletableFuture<Void>> look) {
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (PoolNode node : this.topology.nodes()) {
			if (this.topology.weight(node) > 0) {
				all.add(look.apply(node));
			}
		}
		return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
	}

	private CompletableFuture<Void> count(PoolNode source) {
		return this.tools.survey().of(source, (page) -> this.tools.onLoop(() -> {
			this.counted += page.keys().stream().filter((key) -> target(source, key) != null).count();
			return CompletableFuture.completedFuture(null);
		}));
	}

	private CompletableFuture<Void> copy(PoolNode source) {
		return this.tools.survey().of(source, (page) -> this.tools.onLoop(() -> copy(source, page)));
	}

	private CompletableFuture<?> copy(PoolNode source, SurveyPage page) {
		if (this.stopped) {
			return CompletableFuture.failedFuture(new IllegalStateException("stopped"));
		}
		Map<PoolNode, List<byte[]>> byTarget = new LinkedHashMap<>();
		for (byte[] key : page.keys()) {
			PoolNode target = target(source, key);
			if (target != null) {
				byTarget.computeIfAbsent(target, (node) -> new ArrayList<>()).add(key);
			}
		}
		for (KeyMove mark : page.moved()) {
			PoolNode target = target(source, mark.key());
			if (target != null) {
				byTarget.computeIfAbsent(target, (node) -> new ArrayList<>()).add(mark.key());
			}
		}
		List<CompletableFuture<?>> all = new ArrayList<>();
		byTarget.forEach((target, keys) -> {
			this.found += keys.size();
			Batches batches = new Batches(source, target, keys);
			for (int lane = 0; lane < LANES; lane++) {
				all.add(batches.next());
			}
		});
		return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
	}

	private @Nullable PoolNode target(PoolNode source, byte[] key) {
		byte[] placed = this.tools.keys().placedFound(key);
		return (this.topology.owner(placed) == source) ? this.topology.destination(placed, source) : null;
	}

	private void tell(boolean clean) {
		this.progress.accept(new Progress(this.m, this.moved, clean ? 0L : Math.max(this.counted - this.moved, 0),
				clean, this.problem));
	}

	private CompletableFuture<Void> pause(long nanos) {
		CompletableFuture<Void> paused = new CompletableFuture<>();
		this.tools.later().run(nanos, () -> paused.complete(null));
		return paused;
	}

	/** The keys of one page that go from one node to another, batch after batch. */
	private final class Batches {

		private final PoolNode source;

		private final PoolNode target;

		private final List<byte[]> keys;

		private int from;

		Batches(PoolNode source, PoolNode target, List<byte[]> keys) {
			this.source = source;
			this.target = target;
			this.keys = keys;
		}

		CompletableFuture<Void> next() {
			CopyJob job = CopyJob.this;
			if (this.from == this.keys.size() || job.stopped) {
				return CompletableFuture.completedFuture(null);
			}
			int to = Math.min(this.keys.size(), this.from + job.pacer.batch());
			List<byte[]> batch = this.keys.subList(this.from, to);
			this.from = to;
			long delay = job.pacer.delay(batch.size(), job.tools.clock().getAsLong());
			Supplier<CompletableFuture<Void>> send = () -> send(batch);
			return ((delay > 0) ? pause(delay).thenCompose((paused) -> send.get()) : send.get());
		}

		private CompletableFuture<Void> send(List<byte[]> batch) {
			CopyJob job = CopyJob.this;
			long started = job.tools.clock().getAsLong();
			return job.tools.mover()
				.move(job.m, this.source, this.target, batch)
				.thenCompose((result) -> job.tools.onLoop(() -> {
					long now = job.tools.clock().getAsLong();
					job.pacer.answered(now - started, now);
					job.moved += result.moved();
					if (result.reason() != null) {
						job.problem = result.reason();
					}
					job.tell(false);
					return next();
				}))
				.thenApply((done) -> null);
		}

	}

}
