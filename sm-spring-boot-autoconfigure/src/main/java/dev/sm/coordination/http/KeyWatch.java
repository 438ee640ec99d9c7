package dev.sm.coordination.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells one HTTP client of changes: {@code put} and {@code delete}, each with the key,
 * the value and the revision as its id; {@code current} once all keys have been told as
 * they are; {@code gap} as the last one if changes may be missing. A client that reads
 * too slowly gets a gap. Thread-safe.
 */
final class KeyWatch implements WatchListener {

	/** How many events wait for a client. */
	private static final int MAX_WAITING = 10_000;

	private final SseEmitter emitter = new SseEmitter(0L);

	private final ConcurrentLinkedQueue<Event> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicInteger signals = new AtomicInteger();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Executor writers;

	private final Runnable onEnd;

	private volatile @Nullable Watch watch;

	KeyWatch(Executor writers, Runnable onEnd) {
		this.writers = writers;
		this.onEnd = onEnd;
		this.emitter.onCompletion(this::end);
		this.emitter.onError((failure) -> end());
	}

	SseEmitter emitter() {
		return this.emitter;
	}

	void begin(Snapshot present) {
		present.entries().forEach((entry) -> this.waiting.add(event(entry.key(), entry.revision(), entry)));
		this.waiting.add(new Event("current", present.revision(), Map.of("revision", present.revision())));
		signal();
	}

	void follow(Watch following) {
		this.watch = following;
		if (this.ended.get()) {
			following.close();
		}
	}

	@Override
	public void onEvents(List<WatchEvent> events, long revision) {
		if (this.count.addAndGet(events.size()) > MAX_WAITING) {
			onGap("the client reads too slowly");
			return;
		}
		events.forEach((event) -> this.waiting.add(event(event.key(), event.revision(), event.entry())));
		signal();
	}

	@Override
	public void onGap(String reason) {
		closeWatch();
		this.waiting.add(new Event("gap", -1, Map.of("reason", reason)));
		signal();
	}

	private static Event event(String key, long revision, @Nullable Entry entry) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("key", key.substring(KeySpace.VALUES.length() + 1));
		if (entry != null) {
			data.put(KeySpace.isText(entry.value()) ? "value" : "base64", KeySpace.text(entry.value()));
		}
		data.put("revision", revision);
		return new Event((entry != null) ? "put" : "delete", revision, data);
	}

	private void signal() {
		if (!this.ended.get() && this.signals.getAndIncrement() == 0) {
			this.writers.execute(this::writeAll);
		}
	}

	private void writeAll() {
		int seen;
		do {
			seen = this.signals.get();
			try {
				write();
			}
			catch (IOException | IllegalStateException ex) {
				// the client is gone
				end();
				return;
			}
		}
		while (this.signals.addAndGet(-seen) != 0);
	}

	private void write() throws IOException {
		for (Event event = this.waiting.poll(); event != null; event = this.waiting.poll()) {
			SseEmitter.SseEventBuilder message = SseEmitter.event()
				.name(event.name())
				.data(event.data(), MediaType.APPLICATION_JSON);
			this.emitter.send((event.revision() >= 0) ? message.id(Long.toString(event.revision())) : message);
			this.count.decrementAndGet();
			if (event.name().equals("gap")) {
				this.emitter.complete();
				end();
				return;
			}
		}
	}

	void end() {
		if (this.ended.compareAndSet(false, true)) {
			closeWatch();
			this.waiting.clear();
			this.onEnd.run();
		}
	}

	private void closeWatch() {
		Watch following = this.watch;
		if (following != null) {
			following.close();
		}
	}

	/**
	 * Something to tell.
	 *
	 * @param name what kind of event it is
	 * @param revision its id, or -1
	 * @param data the rest
	 */
	private record Event(String name, long revision, Map<String, Object> data) {

	}

}
