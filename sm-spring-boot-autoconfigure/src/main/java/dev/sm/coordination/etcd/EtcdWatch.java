package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.List;

import dev.sm.coordination.Keys;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that outlives its connections: it begins a new stream after the last change it
 * has told, on whichever member answers, until it is closed or finds a gap.
 * <p>
 * Everything happens in one synchronization context, so the listener is told by one
 * thread at a time even while an old stream ends and a new one begins.
 */
final class EtcdWatch implements Watch {

	private static final Logger logger = LoggerFactory.getLogger(EtcdWatch.class);

	private static final Duration RETRY_DELAY = Duration.ofMillis(250);

	private final SynchronizationContext serial;

	private final EtcdDriver driver;

	private final String prefix;

	private final WatchListener listener;

	private long position;

	private volatile @Nullable EtcdWatchStream stream;

	private volatile boolean closed;

	EtcdWatch(EtcdDriver driver, String prefix, long afterRevision, WatchListener listener) {
		this.driver = driver;
		this.prefix = Keys.check(prefix);
		this.position = afterRevision;
		this.listener = listener;
		this.serial = new SynchronizationContext((thread, ex) -> logger
			.error("The watch on '{}' failed; what its listener was being told is lost to it", prefix, ex));
	}

	void start() {
		this.driver.register(this);
		// not here: the listener must not be told by the thread that begins the watch
		this.driver.later(Duration.ZERO, () -> this.serial.execute(this::connect));
	}

	/**
	 * Begins a new stream if the present one is with a member that no longer answers.
	 * @param endpoint the member
	 */
	void leave(EtcdEndpoint endpoint) {
		EtcdWatchStream left = this.stream;
		if (left != null && isAt(endpoint)) {
			run(left, () -> restart(left, Duration.ZERO));
		}
	}

	boolean isAt(EtcdEndpoint endpoint) {
		EtcdWatchStream present = this.stream;
		return present != null && present.endpoint() == endpoint;
	}

	/**
	 * Does something for a stream, unless it has been given up meanwhile.
	 * @param source the stream
	 * @param task what to do
	 */
	void run(EtcdWatchStream source, Runnable task) {
		this.serial.execute(() -> {
			if (this.stream == source && !this.closed) {
				task.run();
			}
		});
	}

	private void connect() {
		if (this.closed) {
			return;
		}
		EtcdWatchStream next = new EtcdWatchStream(this, this.driver.choose());
		this.stream = next;
		next.open(EtcdMessages.watch(this.prefix, this.position + 1));
		if (this.closed) {
			next.cancel();
		}
		this.driver.later(this.driver.requestTimeout(), () -> run(next, () -> expectCreated(next)));
	}

	private void expectCreated(EtcdWatchStream source) {
		if (!source.created()) {
			failed(source, Status.DEADLINE_EXCEEDED.withDescription("no answer to the request to watch"));
		}
	}

	void failed(EtcdWatchStream source, Status status) {
		this.driver.blame(source.endpoint(), status);
		if (EtcdErrors.isMessageTooLarge(status)) {
			gap("the changes after revision " + this.position + " are too large for one message");
			return;
		}
		logger.debug("Watch of '{}' at {} was cut: {}", this.prefix, source.endpoint(), EtcdErrors.explain(status));
		restart(source, RETRY_DELAY);
	}

	private void restart(EtcdWatchStream source, Duration delay) {
		if (this.stream != source) {
			return;
		}
		this.stream = null;
		source.cancel();
		this.driver.later(delay, () -> this.serial.execute(this::connect));
	}

	void answered(EtcdWatchStream source, WatchResponse response) {
		if (response.getCompactRevision() > 0) {
			gap("the changes after revision " + this.position + " were compacted up to "
					+ response.getCompactRevision());
		}
		else if (response.getCanceled()) {
			canceled(source, response.getCancelReason());
		}
		else if (response.getCreated()) {
			if (response.getHeader().getRevision() < this.position) {
				checkRevision(source);
			}
		}
		else if (response.getEventsCount() > 0) {
			changed(response.getEventsList());
		}
		else if (response.getWatchId() >= 0) {
			this.position = Math.max(this.position, response.getHeader().getRevision());
		}
	}

	private void canceled(EtcdWatchStream source, String reason) {
		logger.warn("etcd at {} refused to watch '{}': {}", source.endpoint(), this.prefix, reason);
		// it says the same of a user without the right and of a token it has forgotten
		source.endpoint().forgetToken();
		restart(source, this.driver.requestTimeout());
	}

	private void changed(List<Event> changes) {
		List<Event> unseen = changes.stream()
			.filter((change) -> change.getKv().getModRevision() > this.position)
			.toList();
		if (unseen.isEmpty()) {
			return;
		}
		this.position = unseen.get(unseen.size() - 1).getKv().getModRevision();
		List<WatchEvent> events = EtcdMessages.events(this.prefix, unseen);
		if (!events.isEmpty()) {
			this.listener.onEvents(events, this.position);
		}
	}

	/**
	 * The member has less than was seen before. It may lag, or the store was wiped or
	 * restored: only a linearizable read can tell.
	 */
	private void checkRevision(EtcdWatchStream source) {
		EtcdRequest<RangeResponse, Long> request = new EtcdRequest<>("watch", true, null,
				(endpoint, deadline, answer) -> endpoint.kv(deadline).range(EtcdMessages.get(this.prefix), answer),
				(response) -> response.getHeader().getRevision());
		this.driver.send(request).whenComplete((revision, failure) -> run(source, () -> {
			if (failure != null) {
				restart(source, RETRY_DELAY);
			}
			else if (revision < this.position) {
				gap("the store is at revision " + revision + ", before " + this.position
						+ " that was seen: it was restored or wiped");
			}
		}));
	}

	private void gap(String reason) {
		close();
		this.listener.onGap(reason);
	}

	@Override
	public void close() {
		this.closed = true;
		this.driver.forget(this);
		EtcdWatchStream last = this.stream;
		if (last != null) {
			last.cancel();
		}
	}

}
