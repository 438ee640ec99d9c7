package dev.sm.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps this instance's one session: carries out what {@link SessionMachine} decides and
 * tells listeners when a life begins and ends. Thread-safe.
 */
public final class MembershipDriver {

	private static final Logger logger = LoggerFactory.getLogger(MembershipDriver.class);

	private static final long MIN_WAKE_UP = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long WAKE_UP_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(200);

	private final CoordinationStore store;

	private final LoopDriver loop;

	private final SessionMachine machine;

	private final LoopDriver.WakeUp wakeUp;

	private final Failures failures = new Failures(logger);

	private final List<MembershipListener> listeners = new CopyOnWriteArrayList<>();

	private final Map<String, Session> sessions = new ConcurrentHashMap<>();

	private CompletableFuture<Void> closing = CompletableFuture.completedFuture(null);

	private boolean stopping;

	private volatile MembershipStatus status = new MembershipStatus(false, null, "not started");

	private volatile @Nullable Incarnation incarnation;

	/**
	 * Creates a driver that does nothing before it is started.
	 * @param store the coordination store; it is not closed
	 * @param ttl how long a session lives after its last renewal
	 * @param loop the thread on which everything happens; it is not closed
	 */
	public MembershipDriver(CoordinationStore store, Duration ttl, LoopDriver loop) {
		this.store = store;
		this.loop = loop;
		this.machine = new SessionMachine(ttl);
		this.wakeUp = loop.wakeUp(() -> step(new SessionEvent.Tick()));
	}

	/**
	 * Adds what is to be told. It is told of the present life, if there is one.
	 * @param listener the listener
	 */
	public void addListener(MembershipListener listener) {
		this.loop.execute(() -> {
			this.listeners.add(listener);
			this.machine.incarnation().filter((life) -> life.validAt(this.loop.now())).ifPresent(listener::began);
		});
	}

	/**
	 * Opens a session and keeps it; opens another one whenever it ends.
	 */
	public void start() {
		post(new SessionEvent.Start());
	}

	/**
	 * Closes the session and opens no other.
	 * @return completes when the store has answered
	 */
	public CompletionStage<Void> stop() {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		this.loop.execute(() -> {
			this.stopping = true;
			step(new SessionEvent.Stop());
			this.closing.whenComplete((result, error) -> stopped.complete(null));
		});
		return stopped;
	}

	/**
	 * How this instance stands with the store at this instant.
	 * @return the state of its session
	 */
	public MembershipStatus status() {
		MembershipStatus known = this.status;
		Incarnation life = this.incarnation;
		boolean valid = life != null && life.validAt(this.loop.now());
		return new MembershipStatus(valid, known.incarnation(), known.lastError());
	}

	private void post(SessionEvent event) {
		this.loop.execute(() -> step(event));
	}

	private void step(SessionEvent event) {
		long minDelay = MIN_WAKE_UP;
		try {
			this.machine.on(event, this.loop.now()).forEach(this::performSafely);
		}
		catch (RuntimeException ex) {
			this.failures.report("The session's machine", ex);
			minDelay = WAKE_UP_AFTER_FAILURE;
		}
		finally {
			this.incarnation = this.machine.incarnation().orElse(null);
			this.status = this.machine.status(this.loop.now());
			this.wakeUp.set(this.machine.wakeUpAt(), minDelay);
		}
	}

	private void performSafely(SessionAction action) {
		try {
			perform(action);
		}
		catch (RuntimeException ex) {
			this.failures.report("The session's action " + action.getClass().getSimpleName(), ex);
		}
	}

	private void perform(SessionAction action) {
		if (action instanceof SessionAction.Open open) {
			open(open.ttl());
		}
		else if (action instanceof SessionAction.Renew renew) {
			renew(renew.sessionId());
		}
		else if (action instanceof SessionAction.Close close) {
			close(close.sessionId());
		}
		else if (action instanceof SessionAction.Began began) {
			logger.info("Session '{}' began", began.incarnation().id());
			this.sessions.keySet().retainAll(Set.of(began.incarnation().id()));
			tell((listener) -> listener.began(began.incarnation()));
		}
		else if (action instanceof SessionAction.Ended ended) {
			logger.atLevel(this.stopping ? Level.INFO : Level.WARN)
				.log("Session '{}' is over: {}", ended.incarnation().id(), ended.reason());
			tell((listener) -> listener.ended(ended.incarnation(), ended.reason()));
		}
	}

	private void open(Duration ttl) {
		long sentAt = this.loop.now();
		Requests.send(() -> this.store.openSession(ttl)).whenComplete((session, error) -> {
			if (error == null) {
				this.sessions.put(session.id(), session);
				post(new SessionEvent.Opened(session.id(), session.ttl(), sentAt));
			}
			else {
				post(new SessionEvent.OpenFailed(Requests.reason(error)));
			}
		});
	}

	private void renew(String sessionId) {
		Session session = this.sessions.get(sessionId);
		if (session == null) {
			post(new SessionEvent.Lost(sessionId));
			return;
		}
		long sentAt = this.loop.now();
		Requests.send(session::renew).whenComplete((result, error) -> {
			if (error == null) {
				post(new SessionEvent.Renewed(sessionId, sentAt));
			}
			else if (Requests.cause(error) instanceof SessionLostException) {
				post(new SessionEvent.Lost(sessionId));
			}
			else {
				post(new SessionEvent.RenewFailed(sessionId, Requests.reason(error)));
			}
		});
	}

	private void close(String sessionId) {
		Session session = this.sessions.remove(sessionId);
		if (session != null) {
			this.closing = Requests.send(session::close).toCompletableFuture();
		}
	}

	private void tell(Consumer<MembershipListener> call) {
		for (MembershipListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			catch (RuntimeException ex) {
				this.failures.report("A listener to the session", ex);
			}
		}
	}

}
