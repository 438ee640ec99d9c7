package dev.sm.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of events on a thread that is there only while there are some. Thread-safe.
 */
public final class EventsDriver implements AutoCloseable {

	/** How many events may wait; further ones are lost. */
	static final int MAX_WAITING = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(EventsDriver.class);

	private static final int KEEP_SECONDS = 10;

	private final List<Consumer<? super SmEvent>> listeners = new CopyOnWriteArrayList<>();

	private final AtomicLong lost = new AtomicLong();

	private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, KEEP_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(MAX_WAITING), (task) -> {
				Thread made = new Thread(task, "sm-events");
				made.setDaemon(true);
				return made;
			});

	/**
	 * Creates a driver.
	 * @param listeners are told of each event
	 */
	public EventsDriver(List<Consumer<? super SmEvent>> listeners) {
		this.listeners.addAll(listeners);
		this.thread.allowCoreThreadTimeOut(true);
	}

	/**
	 * Tells of an event, and does not wait for it.
	 * @param event the event
	 */
	public void publish(SmEvent event) {
		try {
			this.thread.execute(() -> tell(event));
		}
		catch (RejectedExecutionException ex) {
			if (!this.thread.isShutdown() && this.lost.getAndIncrement() == 0) {
				logger.warn("Listeners of events are too slow: {} wait, and further ones are lost (told once)",
						MAX_WAITING);
			}
		}
	}

	private void tell(SmEvent event) {
		for (Consumer<? super SmEvent> listener : this.listeners) {
			try {
				listener.accept(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed on {}", event, ex);
			}
		}
	}

	/** Tells of what waits, for a moment, and of nothing afterwards. */
	@Override
	public void close() {
		this.thread.shutdown();
		try {
			this.thread.awaitTermination(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
