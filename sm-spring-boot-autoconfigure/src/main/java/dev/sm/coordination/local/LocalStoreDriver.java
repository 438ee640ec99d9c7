package dev.sm.coordination.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import dev.sm.coordination.Change;
import dev.sm.coordination.HistoryWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one {@link LocalState} its lock, clock and threads, and shares it by name. It
 * lives as long as a view of it is open or a session of it is left to expire.
 * Thread-safe; no callback ever runs under the lock.
 */
final class LocalStoreDriver implements HistoryWatch.Source {

	private static final Logger logger = LoggerFactory.getLogger(LocalStoreDriver.class);

	/** A store that is dropped and made anew must not repeat revisions. */
	private static final AtomicLong REVISIONS = new AtomicLong();

	private static final int HISTORY_CAPACITY = 8 * 1024 * 1024;

	private static final Map<String, LocalStoreDriver> STORES = new HashMap<>();

	private final String name;

	private final ReentrantLock lock = new ReentrantLock();

	private final LocalState state = new LocalState(REVISIONS::incrementAndGet, HISTORY_CAPACITY);

	/** Each with the view that began it. */
	private final Map<HistoryWatch, Object> watches = new ConcurrentHashMap<>();

	private final ScheduledThreadPoolExecutor timer;

	private final ExecutorService deliveries;

	private int views;

	private @Nullable ScheduledFuture<?> wakeUp;

	private long wakeUpAt;

	private LocalStoreDriver(String name) {
		this.name = name;
		this.timer = new ScheduledThreadPoolExecutor(1, daemons("sm-local-timer-" + name));
		this.timer.setRemoveOnCancelPolicy(true);
		this.deliveries = Executors.newCachedThreadPool(daemons("sm-local-watch-" + name));
	}

	private static ThreadFactory daemons(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	static LocalStoreDriver acquire(String name) {
		synchronized (STORES) {
			LocalStoreDriver driver = STORES.computeIfAbsent(name, LocalStoreDriver::new);
			driver.views++;
			return driver;
		}
	}

	/**
	 * Ends a view's use of this store and its watches.
	 * @param view the view
	 */
	void release(Object view) {
		this.watches.forEach((watch, of) -> {
			if (of == view) {
				watch.close();
			}
		});
		synchronized (STORES) {
			this.views--;
			dropIfUnused();
		}
	}

	/** Whether a store of this name exists, for tests. */
	static boolean exists(String name) {
		synchronized (STORES) {
			return STORES.containsKey(name);
		}
	}

	private void dropIfUnused() {
		if (this.views > 0 || Boolean.TRUE.equals(locked((state, now) -> state.hasSessions()))) {
			return;
		}
		STORES.remove(this.name, this);
		this.timer.shutdownNow();
		this.deliveries.shutdown();
	}

	/**
	 * Uses the state at the present time and wakes the watches if that changed it.
	 * @param action what to do, quickly and without calling back
	 * @param <T> what the action returns
	 * @return what the action returned
	 */
	<T> @Nullable T locked(Action<T> action) {
		this.lock.lock();
		long before = this.state.revision();
		try {
			return action.apply(this.state, System.nanoTime());
		}
		finally {
			scheduleWakeUp();
			if (this.state.revision() != before) {
				this.watches.keySet().forEach(HistoryWatch::signal);
			}
			this.lock.unlock();
		}
	}

	String newSessionId() {
		return UUID.randomUUID().toString();
	}

	void watch(Object view, HistoryWatch watch) {
		this.watches.put(watch, view);
		watch.signal();
	}

	@Override
	public void forget(HistoryWatch watch) {
		this.watches.remove(watch);
	}

	@Override
	public @Nullable List<Change> changesAfter(long revision) {
		return locked((state, now) -> state.changesAfter(revision));
	}

	@Override
	public void deliver(Runnable delivery) {
		try {
			this.deliveries.execute(delivery);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A watch ends with {}", this, ex);
		}
	}

	private void scheduleWakeUp() {
		OptionalLong next = this.state.wakeUp();
		if (next.isEmpty() || (this.wakeUp != null && this.wakeUpAt - next.getAsLong() <= 0)) {
			return;
		}
		if (this.wakeUp != null) {
			this.wakeUp.cancel(false);
		}
		this.wakeUpAt = next.getAsLong();
		this.wakeUp = this.timer.schedule(this::expire, this.wakeUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	private void expire() {
		locked((state, now) -> {
			this.wakeUp = null;
			state.expire(now);
			return state.revision();
		});
		synchronized (STORES) {
			dropIfUnused();
		}
	}

	@Override
	public String toString() {
		return "the local store";
	}

	/**
	 * Something done with the state.
	 *
	 * @param <T> what it returns
	 */
	interface Action<T> {

		@Nullable T apply(LocalState state, long now);

	}

}
