package dev.sm.manager;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.sm.coordination.CoordinationStore;
import dev.sm.manager.ShardManagerException.Kind;
import dev.sm.membership.DuplicateParticipantException;
import dev.sm.membership.LoopDriver;
import dev.sm.membership.MembershipDriver;
import dev.sm.membership.MembershipStatus;
import dev.sm.membership.Requests;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ownership for one application instance: its session and all services that it takes
 * part in, on one thread of its own that never blocks. Handlers run on the executor.
 * Thread-safe.
 */
public final class OwnershipDriver implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(OwnershipDriver.class);

	private static final Duration MAX_RESERVE = Duration.ofSeconds(1);

	private final CoordinationStore store;

	private final OwnershipSettings settings;

	private final Executor handlerExecutor;

	private final Map<String, ServiceSettings> services = new TreeMap<>();

	private final Map<String, ShardManager> managers = new TreeMap<>();

	private final Map<String, ShardCallback> callbacks = new HashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/** The services that somebody has asked for before the start. */
	private final Set<String> looked = ConcurrentHashMap.newKeySet();

	private final LoopDriver loop = new LoopDriver("sm-ownership");

	private final MembershipDriver membership;

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private final CompletableFuture<String> exited = new CompletableFuture<>();

	private volatile Map<String, ServiceDriver> running = Map.of();

	private boolean started;

	private boolean stopped;

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
		this.store = store;
		this.settings = settings;
		this.handlerExecutor = handlerExecutor;
		this.membership = new MembershipDriver(store, settings.sessionTtl(), this.loop);
		services.forEach(this::addService);
	}

	private void addService(ServiceSettings service) {
		String name = service.service();
		if (this.services.put(name, service) != null) {
			throw new IllegalArgumentException("service '" + name + "' must be named only once");
		}
		WishWriter wishes = new WishWriter(this.store, this.settings, service, this.loop::now);
		this.managers.put(name, new DefaultShardManager(name, new Source(name), wishes, this::manager));
	}

	/**
	 * Sets what is told to act on the shards of a service. Without one, this instance
	 * takes part in the service but holds none of its shards.
	 * @param service the name of the service
	 * @param callback is told
	 * @throws IllegalStateException if the driver was started, or the service has one
	 * @throws IllegalArgumentException if this instance does not take part in the service
	 */
	public synchronized void register(String service, ShardCallback callback) {
		if (!this.services.containsKey(service)) {
			throw new IllegalArgumentException(notInService(service));
		}
		if (this.started) {
			throw new IllegalStateException("callbacks must be registered before the start");
		}
		if (this.callbacks.putIfAbsent(service, callback) != null) {
			throw new IllegalStateException("service '" + service + "' has a callback already");
		}
	}

	/**
	 * Adds what is told when the managers have something new to show, an assignment or a
	 * description.
	 * @param listener is told, on the driver's thread; must not block and must not throw
	 */
	public void addListener(Runnable listener) {
		this.listeners.add(listener);
	}

	private void changed() {
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * Starts to register and to claim shards, at the address of the settings. Returns at
	 * once.
	 * @return {@link #ready()}
	 */
	public CompletionStage<Void> start() {
		return start(this.settings.address());
	}

	/**
	 * Starts as {@link #start()} does, at an address that was not known when the driver
	 * was created, such as one with the port of a web server.
	 * @param address where requests for this instance's shards go, in place of that of
	 * the settings, or {@code null} if it serves none
	 * @return {@link #ready()}
	 * @throws IllegalStateException if the driver was started before
	 */
	public synchronized CompletionStage<Void> start(@Nullable URI address) {
		if (this.started || this.stopped) {
			throw new IllegalStateException("the driver must be started only once");
		}
		this.started = true;
		OwnershipSettings settings = this.settings.withAddress(address);
		Map<String, ServiceDriver> drivers = new TreeMap<>();
		this.services.forEach((name, service) -> drivers.put(name, new ServiceDriver(this.store, settings, service,
				this.callbacks.get(name), this.handlerExecutor, this.loop, this::exit, this::changed)));
		this.running = drivers;
		// before the start, so that whoever is ready knows it
		drivers.forEach((name, driver) -> {
			if (this.looked.contains(name)) {
				driver.look();
			}
		});
		CompletableFuture<Void> session = new CompletableFuture<>();
		// not at once, so that the status shows the session to whoever was waiting for it
		this.membership.addListener(new FirstLife(() -> this.loop.execute(() -> session.complete(null))));
		drivers.values().forEach(this.membership::addListener);
		drivers.values().forEach(ServiceDriver::start);
		this.membership.start();
		CompletableFuture.allOf(session, CompletableFuture.allOf(each(drivers, ServiceDriver::ready)))
			.whenComplete(this::completeReady);
		return ready();
	}

	/**
	 * Completes when the store was reached and this instance has a session and is
	 * registered in all its services; completes exceptionally when that can never be,
	 * with {@link dev.sm.membership.DuplicateParticipantException} for one. While the
	 * store is away it stays open.
	 * @return the stage
	 */
	public CompletionStage<Void> ready() {
		return this.ready.minimalCompletionStage();
	}

	/**
	 * Waits until this instance is {@linkplain #ready() ready}.
	 * @param timeout how long to wait at most
	 * @throws dev.sm.membership.DuplicateParticipantException if another live instance
	 * has its id
	 * @throws ShardManagerException if the store was not reached in time
	 */
	public void awaitReady(Duration timeout) {
		try {
			this.ready.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw (Requests.cause(ex) instanceof DuplicateParticipantException duplicate) ? duplicate
					: notReady(Requests.reason(ex), ex);
		}
		catch (TimeoutException ex) {
			String error = status().lastError();
			throw notReady("not within " + timeout.toMillis() + " ms" + ((error != null) ? ": " + error : ""), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw notReady("interrupted", ex);
		}
	}

	/**
	 * Completes with the reason when this instance has given up its session for good,
	 * because a drop hangs and the service's {@link HungDrop} says so.
	 * @return the stage
	 */
	public CompletionStage<String> exited() {
		return this.exited.minimalCompletionStage();
	}

	/**
	 * Hands off all shards, ends the session and stops the thread. Returns when that is
	 * done or the budget is used up; what was not handed off by then is fenced by the end
	 * of the session. Does nothing if it was stopped before.
	 * @param budget how long it may take at most
	 */
	public void stop(Duration budget) {
		if (!markStopped()) {
			return;
		}
		long deadline = this.loop.now() + budget.toNanos();
		Duration reserve = reserve(budget);
		Map<String, ServiceDriver> drivers = this.running;
		if (!drivers.isEmpty() && !budget.isZero()) {
			CompletableFuture<Void> handedOff = CompletableFuture.allOf(each(drivers, (driver) -> driver.stop(budget)));
			if (!await(handedOff, deadline)) {
				logger.warn("Participant '{}' could not hand off all its shards within {} ms",
						this.settings.participantId(), budget.toMillis());
			}
		}
		await(this.membership.stop().toCompletableFuture(), deadline);
		drivers.values().forEach(ServiceDriver::close);
		this.ready.completeExceptionally(new ShardManagerException(Kind.UNAVAILABLE, "stopped"));
		this.loop.close(Math.max(deadline - this.loop.now(), 0));
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
		ShardManager manager = this.managers.get(service);
		if (manager == null) {
			throw new ShardManagerException(Kind.NOT_FOUND, notInService(service));
		}
		return manager;
	}

	/**
	 * The services that this instance takes part in.
	 * @return their names, ordered
	 */
	public Set<String> services() {
		return Collections.unmodifiableSet(this.services.keySet());
	}

	/**
	 * How this instance stands with the store.
	 * @return its session's state
	 */
	public MembershipStatus status() {
		MembershipStatus status = this.membership.status();
		String reason = this.exited.getNow("");
		return reason.isEmpty() ? status : new MembershipStatus(false, status.incarnation(), reason);
	}

	/**
	 * What is kept of a budget for telling the store that the session is over: without
	 * that, what was not handed off would wait for the end of its time to live.
	 */
	private static Duration reserve(Duration budget) {
		Duration tenth = budget.dividedBy(10);
		return (tenth.compareTo(MAX_RESERVE) < 0) ? tenth : MAX_RESERVE;
	}

	private synchronized boolean markStopped() {
		boolean first = !this.stopped;
		this.stopped = true;
		return first;
	}

	private void exit(String reason) {
		if (this.exited.complete(reason)) {
			logger.error("Participant '{}' gives up its session: {}", this.settings.participantId(), reason);
			this.membership.stop();
		}
	}

	private void completeReady(@Nullable Void result, @Nullable Throwable error) {
		if (error == null) {
			this.ready.complete(null);
		}
		else {
			this.ready.completeExceptionally(Requests.cause(error));
		}
	}

	private boolean await(CompletableFuture<?> future, long deadline) {
		try {
			future.get(Math.max(deadline - this.loop.now(), 0), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (ExecutionException ex) {
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private ShardManagerException notReady(String reason, Exception cause) {
		return new ShardManagerException(Kind.UNAVAILABLE, "participant '" + this.settings.participantId()
				+ "' could not register in the coordination store: " + reason, cause);
	}

	private String notInService(String service) {
		return "this instance takes part in the services " + services() + ", not in '" + service + "'";
	}

	private static CompletableFuture<?>[] each(Map<String, ServiceDriver> drivers,
			Function<ServiceDriver, CompletableFuture<Void>> future) {
		return drivers.values().stream().map(future).toArray(CompletableFuture<?>[]::new);
	}

	/**
	 * What a service has published, also before the start.
	 */
	private final class Source implements Published.Source {

		private final String service;

		private final Published nothing;

		private Source(String service) {
			this.service = service;
			this.nothing = Published.nothing(service);
		}

		@Override
		public Published published() {
			ServiceDriver driver = OwnershipDriver.this.running.get(this.service);
			return (driver != null) ? driver.published() : this.nothing;
		}

		@Override
		public Published whole() {
			ServiceDriver driver = OwnershipDriver.this.running.get(this.service);
			if (driver == null) {
				OwnershipDriver.this.looked.add(this.service);
			}
			return (driver != null) ? driver.whole() : this.nothing;
		}

		@Override
		public List<Shard> owned() {
			ServiceDriver driver = OwnershipDriver.this.running.get(this.service);
			return (driver != null) ? driver.owned() : List.of();
		}

	}

}
