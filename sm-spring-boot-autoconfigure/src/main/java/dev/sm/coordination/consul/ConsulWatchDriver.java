package dev.sm.coordination.consul;

import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch: asks for the state below a prefix as soon as it changes, over and over, until
 * it is closed or finds a gap. Runs on one thread.
 */
final class ConsulWatchDriver implements Watch, Runnable {

	private static final Logger logger = LoggerFactory.getLogger(ConsulWatchDriver.class);

	private static final long RETRY_MILLIS = 250;

	private final ConsulDriver driver;

	private final ConsulView view;

	private final String encoded;

	private final WatchListener listener;

	private final Object monitor = new Object();

	/** The thread while it waits for an answer; guarded by the monitor. */
	private @Nullable Thread waiting;

	private boolean askAgain;

	/** From where Consul is to wait; 0 to be answered at once. */
	private long index;

	/** Why the watch cannot begin; not told by the thread that begins it. */
	private @Nullable String beginning;

	private boolean denied;

	private volatile boolean closed;

	ConsulWatchDriver(ConsulDriver driver, ConsulView view, WatchListener listener) {
		this.driver = driver;
		this.view = view;
		this.encoded = ConsulKeys.encode(view.prefix());
		this.listener = listener;
	}

	void start() {
		if (this.driver.isClosed()) {
			return;
		}
		this.beginning = this.view.isKnown() ? null : begin();
		this.driver.start(this);
	}

	private @Nullable String begin() {
		try {
			ConsulCalls calls = this.driver.calls();
			long revision = new ConsulReads(calls).revision(this.view.prefix());
			ConsulAnswer answer = calls.ask("watch", true, (api) -> api.list(this.encoded));
			return this.view.begin(entries(calls, answer), answer.index(), revision);
		}
		catch (CoordinationException ex) {
			return "the beginning could not be read: " + ex.getMessage();
		}
	}

	@Override
	public void run() {
		try {
			if (this.beginning != null) {
				gap(this.beginning);
			}
			while (!this.closed) {
				poll();
			}
		}
		finally {
			this.driver.forget(this);
		}
	}

	private void poll() {
		try {
			ConsulCalls calls = this.driver.waits();
			ConsulAnswer answer = await(calls);
			if (answer != null && !this.closed) {
				// also when it goes back: what is above it has not been seen
				this.index = Math.max(1, answer.index());
				tell(this.view.take(entries(calls, answer), answer.index()));
			}
		}
		catch (RuntimeException ex) {
			// whatever was answered, the watch goes on
			if (!this.closed) {
				logger.debug("Watch of '{}' was cut", this.view.prefix(), ex);
				this.index = 0;
				rest();
			}
		}
	}

	private @Nullable ConsulAnswer await(ConsulCalls calls) {
		synchronized (this.monitor) {
			this.waiting = Thread.currentThread();
			if (this.askAgain) {
				this.index = 0;
				this.askAgain = false;
			}
		}
		try {
			long after = this.index;
			return calls.ask("watch", false, (api) -> (after > 0)
					? api.await(this.encoded, after, ConsulDriver.WAIT.toSeconds() + "s") : api.list(this.encoded));
		}
		catch (CoordinationException ex) {
			synchronized (this.monitor) {
				if (this.askAgain) {
					return null;
				}
			}
			throw ex;
		}
		finally {
			synchronized (this.monitor) {
				this.waiting = null;
				// of the interrupt that ended the wait, if there was one
				Thread.interrupted();
			}
		}
	}

	private List<Entry> entries(ConsulCalls calls, ConsulAnswer answer) {
		if (!answer.isOk() && !answer.isAbsent()) {
			if (answer.isDenied() && !this.denied) {
				this.denied = true;
				logger.warn("Consul denies the token to watch '{}': {}", this.view.prefix(), answer.text());
			}
			throw calls.refused("watch", answer);
		}
		return ConsulJson.entries(answer, this.view.prefix());
	}

	private void tell(ConsulView.Step step) {
		if (step.gap() != null) {
			gap(step.gap());
		}
		else if (!step.events().isEmpty()) {
			try {
				this.listener.onEvents(step.events(), step.revision());
			}
			catch (RuntimeException ex) {
				logger.error("The watch on '{}' failed; what its listener was being told is lost to it",
						this.view.prefix(), ex);
			}
		}
	}

	private void gap(String reason) {
		if (this.closed) {
			return;
		}
		this.closed = true;
		try {
			this.listener.onGap(reason);
		}
		catch (RuntimeException ex) {
			logger.error("The listener of the watch on '{}' threw", this.view.prefix(), ex);
		}
	}

	/**
	 * Until the next try; not shortened by {@link #askAgain()}, which asks for it anyway.
	 */
	private void rest() {
		synchronized (this.monitor) {
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
			for (long left = RETRY_MILLIS; left > 0
					&& !this.closed; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
				try {
					this.monitor.wait(left);
				}
				catch (InterruptedException ex) {
					// the store is being closed
					return;
				}
			}
		}
	}

	/** Leaves the present request: its answer may never come. */
	void askAgain() {
		synchronized (this.monitor) {
			this.askAgain = true;
			if (this.waiting != null) {
				this.waiting.interrupt();
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.driver.forget(this);
		synchronized (this.monitor) {
			this.monitor.notifyAll();
			if (this.waiting != null) {
				this.waiting.interrupt();
			}
		}
	}

}
