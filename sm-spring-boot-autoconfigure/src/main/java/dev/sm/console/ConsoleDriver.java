package dev.sm.console;

import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Looks once a second, keeps the history of moves, and tells browsers what has changed.
 * Each browser has a thread that compares what it was last told with what there is, so a
 * slow one is told less often and holds up nobody. Thread-safe.
 */
public final class ConsoleDriver implements AutoCloseable {

	/** The most browsers at once. */
	static final int MAX_VIEWERS = 20;

	private static final Logger logger = LoggerFactory.getLogger(ConsoleDriver.class);

	private static final long KEEP_ALIVE_MILLIS = 10_000;

	private final ConsoleSource source;

	private final Object hello;

	private final Clock clock;

	private final Moves moves = new Moves();

	private final MigrationFlows flows = new MigrationFlows();

	private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(daemon("sm-console"));

	private final ExecutorService writers = Executors.newCachedThreadPool(daemon("sm-console-viewer"));

	private final Set<SseEmitter> viewers = ConcurrentHashMap.newKeySet();

	private final Object turn = new Object();

	private Frame frame = Frame.NOTHING;

	private volatile boolean closed;

	/**
	 * Creates a driver that looks from now on.
	 * @param source gives what there is to see
	 * @param hello what a browser is told first, for JSON
	 * @param clock dates the moves
	 */
	public ConsoleDriver(ConsoleSource source, Object hello, Clock clock) {
		this.source = source;
		this.hello = hello;
		this.clock = clock;
		this.looker.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
	}

	private static ThreadFactory daemon(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	private void look() {
		try {
			ConsoleView view = this.source.view();
			ConsoleView before = frame().view();
			this.moves.observe(before, view, this.clock.millis());
			show(new Frame(view, this.flows.of(view), this.moves.latest()));
		}
		catch (RuntimeException ex) {
			logger.warn("The console could not look at what there is to show", ex);
		}
	}

	private void show(Frame next) {
		synchronized (this.turn) {
			this.frame = next;
			this.turn.notifyAll();
		}
	}

	private Frame frame() {
		synchronized (this.turn) {
			return this.frame;
		}
	}

	/**
	 * Begins to tell a browser: first all there is, then what changes.
	 * @return what is told
	 * @throws TooManyViewersException if too many browsers are told already, or the
	 * application stops
	 */
	SseEmitter open() {
		SseEmitter viewer = new SseEmitter(0L);
		this.viewers.add(viewer);
		if (this.viewers.size() > MAX_VIEWERS || this.closed) {
			this.viewers.remove(viewer);
			throw new TooManyViewersException(
					this.closed ? "the application stops" : "there are " + MAX_VIEWERS + " viewers already");
		}
		viewer.onCompletion(() -> this.viewers.remove(viewer));
		viewer.onError((failure) -> this.viewers.remove(viewer));
		this.writers.execute(() -> tell(viewer));
		return viewer;
	}

	private void tell(SseEmitter viewer) {
		try {
			send(viewer, new Message("hello", this.hello));
			Frame seen = Frame.NOTHING;
			while (this.viewers.contains(viewer)) {
				Frame now = next(seen);
				for (Message message : now.after(seen)) {
					send(viewer, message);
				}
				// tells the browser that this is all, and us that it is there
				send(viewer, new Message("time", this.clock.millis()));
				seen = now;
			}
			viewer.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// the browser is gone
			this.viewers.remove(viewer);
		}
		catch (InterruptedException ex) {
			viewer.complete();
			Thread.currentThread().interrupt();
		}
	}

	private static void send(SseEmitter viewer, Message message) throws IOException {
		viewer.send(SseEmitter.event().name(message.name()).data(message.data(), MediaType.APPLICATION_JSON));
	}

	/** Waits for something else to show, not for ever. */
	private Frame next(Frame seen) throws InterruptedException {
		synchronized (this.turn) {
			if (this.frame == seen && !this.closed) {
				this.turn.wait(KEEP_ALIVE_MILLIS);
			}
			return this.frame;
		}
	}

	/**
	 * Ends all browsers' streams, so that a web server that stops need not wait for them.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.looker.shutdownNow();
		this.viewers.clear();
		this.writers.shutdownNow();
	}

}
