package dev.sm.manager;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.sm.coordination.CoordinationStore;
import dev.sm.membership.MembershipStatus;
import org.jspecify.annotations.Nullable;

/**
 * Runs ownership for one application instance: its session and all services that it takes
 * part in, on one thread of its own that never blocks. Handlers run on the executor.
 * Thread-safe.
 */
public final class OwnershipDriver implements AutoCloseable {

	private final Map<String, ServiceSettings> services = new ConcurrentHashMap<>();

	private final Map<String, ShardCallback> callbacks = new ConcurrentHashMap<>();

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	/**
	 * Creates a driver that does nothing before it is {@linkplain #start() started}.
	 * @param store the coordination store; it is not closed by the driver
	 * @param settings who this instance is
	 * @param services the services that it takes part in, by distinct names
	 * @param handlerExecutor runs handlers; should not refuse work, and should have as
	 * many threads as handlers may be slow at once
	 */
	public OwnershipDriver(CoordinationStore store, OwnershipSettings settings, List<ServiceSettings> services,
			Executor handlerExecutor) {
		services.forEach((service) -> this.services.put(service.service(), service));
	}

	/**
	 * Sets what is told to act on the shards of a service. Without one, this instance
	 * takes part in the service but holds none of its shards.
	 * @param service the name of the service
	 * @param callback is told
	 * @throws IllegalStateException if the driver was started, or the service has one
	 * @throws IllegalArgumentException if this instance does not take part in the service
	 */
	public void register(String service, ShardCallback callback) {
		if (this.callbacks.putIfAbsent(service, callback) != null) {
			throw new IllegalStateException("service '" + service + "' has a callback already");
		}
	}

	/**
	 * Starts to register and to claim shards. Returns at once.
	 * @return {@link #ready()}
	 */
	public CompletionStage<Void> start() {
		return ready();
	}

	/**
	 * Starts as {@link #start()} does, at an address that was not known when the driver
	 * was created, such as one with the port of a web server.
	 * @param address where requests for this instance's shards go, in place of that of
	 * the settings, or {@code null} if it serves none
	 * @return {@link #ready()}
	 */
	public CompletionStage<Void> start(@Nullable URI address) {
		return ready();
	}

	/**
	 * Completes when the store was reached and this instance is registered in all its
	 * services; completes exceptionally when that can never be, with
	 * {@link dev.sm.membership.DuplicateParticipantException} for one. While the store is
	 * away it stays open.
	 * @return the stage
	 */
	public CompletionStage<Void> ready() {
		return this.ready;
	}

	/**
	 * Waits until this instance is {@linkplain #ready() ready}.
	 * @param timeout how long to wait at most
	 * @throws dev.sm.membership.DuplicateParticipantException if another live instance
	 * has its id
	 * @throws ShardManagerException if the store was not reached in time
	 */
	public void awaitReady(Duration timeout) {
		throw new ShardManagerException(ShardManagerException.Kind.UNAVAILABLE, "the driver is not built yet");
	}

	/**
	 * Hands off all shards, ends the session and stops the thread. Returns when that is
	 * done or the budget is used up; what was not handed off by then is fenced by the end
	 * of the session. Does nothing if it was stopped before.
	 * @param budget how long it may take at most
	 */
	public void stop(Duration budget) {
	}

	/**
	 * Stops without handoff: gives up the session and all shards.
	 */
	@Override
	public void close() {
		stop(Duration.ZERO);
	}

	/**
	 * The manager of a service; also before the start.
	 * @param service the name of the service
	 * @return its manager
	 * @throws ShardManagerException if this instance does not take part in the service
	 */
	public ShardManager manager(String service) {
		throw new ShardManagerException(ShardManagerException.Kind.NOT_FOUND,
				"this instance takes part in the services " + services() + ", not in '" + service + "'");
	}

	/**
	 * The services that this instance takes part in.
	 * @return their names, ordered
	 */
	public Set<String> services() {
		return new java.util.TreeSet<>(this.services.keySet());
	}

	/**
	 * How this instance stands with the store.
	 * @return its session's state
	 */
	public MembershipStatus status() {
		return new MembershipStatus(false, null, "not started");
	}

}
