package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.SessionLostException;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.Deadline;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to one member after another until one answers, each within the timeout,
 * and looks after the connections. Thread-safe; nothing here blocks.
 */
final class EtcdDriver {

	private static final Logger logger = LoggerFactory.getLogger(EtcdDriver.class);

	private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

	private static final Duration RETRY_DELAY = Duration.ofMillis(100);

	private final EtcdCoordinationStore.Settings settings;

	private final List<EtcdEndpoint> endpoints;

	private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor timer;

	/** How many checks a request timeout lasts. */
	private final int patience;

	private int checks;

	private volatile int preferred;

	private volatile boolean closed;

	EtcdDriver(EtcdCoordinationStore.Settings settings) {
		this.settings = settings;
		this.patience = (int) Math.max(4, settings.requestTimeout().toMillis() / CHECK_INTERVAL.toMillis());
		this.endpoints = settings.endpoints()
			.stream()
			.map((uri) -> new EtcdEndpoint(uri, settings, this.patience))
			.toList();
		this.preferred = ThreadLocalRandom.current().nextInt(this.endpoints.size());
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "sm-etcd");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.scheduleWithFixedDelay(this::check, 0, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void check() {
		try {
			this.endpoints.forEach(EtcdEndpoint::check);
			this.checks++;
			if (this.checks % this.patience == 0) {
				this.endpoints.stream().filter(this::isWatched).filter(EtcdEndpoint::wasSilent).forEach(this::probe);
			}
		}
		catch (RuntimeException ex) {
			// an exception would end the checks for good
			logger.error("Checking the connections to etcd failed", ex);
		}
	}

	private boolean isWatched(EtcdEndpoint endpoint) {
		return this.watches.stream().anyMatch((watch) -> watch.isAt(endpoint));
	}

	/**
	 * Asks a member anything. A watch alone would not notice that its member hangs: on a
	 * quiet prefix silence is what it expects.
	 */
	private void probe(EtcdEndpoint endpoint) {
		CompletableFuture<RangeResponse> answer = new CompletableFuture<>();
		answer.whenComplete((response, failure) -> {
			if (failure != null) {
				blame(endpoint, Status.fromThrowable(failure));
			}
			else {
				endpoint.heard();
			}
		});
		endpoint.kv(deadline()).range(EtcdMessages.probe(), new AnswerObserver<>(answer));
	}

	private Deadline deadline() {
		return Deadline.after(this.settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
	}

	<R, T> CompletableFuture<T> send(EtcdRequest<R, T> request) {
		CompletableFuture<T> result = new CompletableFuture<>();
		attempt(request, deadline(), result);
		return result;
	}

	private <R, T> void attempt(EtcdRequest<R, T> request, Deadline deadline, CompletableFuture<T> result) {
		if (this.closed) {
			result.completeExceptionally(closedException());
			return;
		}
		EtcdEndpoint endpoint = choose();
		CompletableFuture<R> answer = new CompletableFuture<>();
		answer.whenComplete((response, failure) -> {
			if (failure != null) {
				failed(request, deadline, result, endpoint, Status.fromThrowable(failure));
				return;
			}
			endpoint.heard();
			try {
				result.complete(request.reader().apply(response));
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		try {
			request.call().send(endpoint, deadline, new AnswerObserver<>(answer));
		}
		catch (RuntimeException ex) {
			answer.completeExceptionally(ex);
		}
	}

	private <R, T> void failed(EtcdRequest<R, T> request, Deadline deadline, CompletableFuture<T> result,
			EtcdEndpoint endpoint, Status status) {
		blame(endpoint, status);
		boolean again = (endpoint.hasCredentials() && EtcdErrors.isTokenRefused(status))
				|| (request.repeatable() && status.getCode() == Status.Code.UNAVAILABLE);
		if (again && deadline.timeRemaining(TimeUnit.NANOSECONDS) > 2 * RETRY_DELAY.toNanos()
				&& later(RETRY_DELAY, () -> attempt(request, deadline, result))) {
			return;
		}
		result.completeExceptionally(exception(request, endpoint, status));
	}

	/**
	 * Draws the consequences of a failure for later calls.
	 * @param endpoint who was asked
	 * @param status the failure
	 */
	void blame(EtcdEndpoint endpoint, Status status) {
		if (EtcdErrors.isTokenRefused(status)) {
			endpoint.forgetToken();
		}
		if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
			endpoint.reconnect();
			this.watches.forEach((watch) -> watch.leave(endpoint));
		}
		if (status.getCode() == Status.Code.DEADLINE_EXCEEDED || status.getCode() == Status.Code.UNAVAILABLE) {
			int index = this.endpoints.indexOf(endpoint);
			if (this.preferred == index) {
				this.preferred = (index + 1) % this.endpoints.size();
			}
		}
	}

	private RuntimeException exception(EtcdRequest<?, ?> request, EtcdEndpoint endpoint, Status status) {
		if (this.closed) {
			return closedException();
		}
		if (request.sessionId() != null && EtcdErrors.isLeaseNotFound(status)) {
			return new SessionLostException(request.sessionId());
		}
		String what = (status.getCode() == Status.Code.DEADLINE_EXCEEDED)
				? "did not answer '" + request.name() + "' within " + this.settings.requestTimeout().toMillis() + " ms"
				: "failed '" + request.name() + "'";
		return new CoordinationException("etcd at " + endpoint + " " + what + ": " + EtcdErrors.explain(status),
				status.asRuntimeException());
	}

	/**
	 * Chooses a member, if possible one that is connected.
	 * @return the member
	 */
	EtcdEndpoint choose() {
		int first = this.preferred;
		for (int i = 0; i < this.endpoints.size(); i++) {
			EtcdEndpoint endpoint = this.endpoints.get((first + i) % this.endpoints.size());
			if (endpoint.isReady()) {
				return endpoint;
			}
		}
		return this.endpoints.get(first);
	}

	/**
	 * Runs a task later, also if the store is closed meanwhile.
	 * @param delay how much later
	 * @param task the task
	 * @return whether it will run: not if the store is closed already
	 */
	boolean later(Duration delay, Runnable task) {
		try {
			this.timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	Duration requestTimeout() {
		return this.settings.requestTimeout();
	}

	void register(EtcdWatch watch) {
		this.watches.add(watch);
		if (this.closed) {
			watch.close();
		}
	}

	void forget(EtcdWatch watch) {
		this.watches.remove(watch);
	}

	private CoordinationException closedException() {
		return new CoordinationException("the etcd store of " + this.endpoints + " is closed");
	}

	void close() {
		this.closed = true;
		this.watches.forEach(EtcdWatch::close);
		this.endpoints.forEach(EtcdEndpoint::close);
		// not at once: a retry that waits must still run to fail its call
		this.timer.shutdown();
	}

}
