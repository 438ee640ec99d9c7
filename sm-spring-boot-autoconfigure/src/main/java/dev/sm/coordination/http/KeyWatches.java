package dev.sm.coordination.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Snapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The watches of HTTP clients. Thread-safe.
 */
final class KeyWatches {

	private static final int MAX = 200;

	private final CoordinationStore store;

	private final AtomicInteger open = new AtomicInteger();

	/** One thread at most for each client that is being written to. */
	private final ExecutorService writers = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "sm-raft-http-watch");
		thread.setDaemon(true);
		return thread;
	});

	KeyWatches(CoordinationStore store) {
		this.store = store;
	}

	/**
	 * Begins a watch: first all keys as they are, unless the client has seen them, then
	 * what changes.
	 * @param prefix the prefix in the store
	 * @param seen the revision that the client has seen, or {@code null}
	 * @return what is told
	 */
	SseEmitter open(String prefix, @Nullable Long seen) {
		if (this.open.incrementAndGet() > MAX) {
			this.open.decrementAndGet();
			throw new HttpFailure(HttpStatus.SERVICE_UNAVAILABLE, "there are " + MAX + " watches already");
		}
		KeyWatch watch = new KeyWatch(this.writers, this.open::decrementAndGet);
		try {
			long from;
			if (seen != null) {
				from = seen;
			}
			else {
				Snapshot present = ErrorAnswers.answer(this.store.list(prefix));
				watch.begin(present);
				from = present.revision();
			}
			watch.follow(this.store.watch(prefix, from, watch));
		}
		catch (RuntimeException ex) {
			watch.end();
			throw ex;
		}
		return watch.emitter();
	}

}
