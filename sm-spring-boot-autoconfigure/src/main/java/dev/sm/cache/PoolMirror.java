package dev.sm.cache;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import dev.sm.membership.Requests;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one pool as they are in the store, as one watch tells them: in order,
 * so that what is seen of one key is at least as new as what is seen of another at the
 * same revision. All on one loop.
 */
final class PoolMirror {

	private static final long RETRY = 200_000_000;

	private final CoordinationStore store;

	private final String root;

	private final Executor loop;

	private final Later later;

	private final Consumer<PoolMirror> changed;

	private final TreeMap<String, Entry> entries = new TreeMap<>();

	private long revision;

	private int generation;

	private boolean stopped;

	private @Nullable Watch watch;

	PoolMirror(CoordinationStore store, String root, Executor loop, Later later, Consumer<PoolMirror> changed) {
		this.store = store;
		this.root = root;
		this.loop = loop;
		this.later = later;
		this.changed = changed;
	}

	/** Reads everything and follows it; also to begin anew. */
	void read() {
		if (this.stopped) {
			return;
		}
		closeWatch();
		int mine = ++this.generation;
		Requests.send(() -> this.store.list(this.root)).whenComplete((snapshot, failure) -> this.loop.execute(() -> {
			if (mine != this.generation || this.stopped) {
				return;
			}
			if (failure != null) {
				this.later.run(RETRY, () -> {
					if (mine == this.generation) {
						read();
					}
				});
				return;
			}
			take(snapshot, mine);
		}));
	}

	private void take(Snapshot snapshot, int mine) {
		this.entries.clear();
		snapshot.entries().forEach((entry) -> this.entries.put(entry.key(), entry));
		this.revision = snapshot.revision();
		this.watch = this.store.watch(this.root, snapshot.revision(), new WatchListener() {

			@Override
			public void onEvents(List<WatchEvent> events, long revision) {
				PoolMirror.this.loop.execute(() -> apply(events, revision, mine));
			}

			@Override
			public void onGap(String reason) {
				PoolMirror.this.loop.execute(() -> {
					if (mine == PoolMirror.this.generation) {
						read();
					}
				});
			}

		});
		this.changed.accept(this);
	}

	private void apply(List<WatchEvent> events, long revision, int mine) {
		if (mine != this.generation || this.stopped) {
			return;
		}
		for (WatchEvent event : events) {
			Entry entry = event.entry();
			if (entry != null) {
				this.entries.put(event.key(), entry);
			}
			else {
				this.entries.remove(event.key());
			}
		}
		this.revision = Math.max(this.revision, revision);
		if (!events.isEmpty()) {
			this.changed.accept(this);
		}
	}

	@Nullable Entry get(String key) {
		return this.entries.get(key);
	}

	/** The entries below a path. */
	Iterable<Entry> below(String path) {
		return this.entries.subMap(path + "/", path + "0").values();
	}

	long revision() {
		return this.revision;
	}

	void stop() {
		this.stopped = true;
		closeWatch();
	}

	private void closeWatch() {
		if (this.watch != null) {
			this.watch.close();
			this.watch = null;
		}
	}

}
