package dev.sm.manager;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.sm.coordination.CoordinationStore;
import dev.sm.membership.DuplicateParticipantException;
import dev.sm.membership.Failures;
import dev.sm.membership.Incarnation;
import dev.sm.membership.LoopDriver;
import dev.sm.membership.MembershipListener;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the machine of one service decides, and publishes what it knows. All
 * on the loop, except for what other threads read.
 */
final class ServiceDriver implements MembershipListener, Published.Source {

	private static final Logger logger = LoggerFactory.getLogger(OwnershipDriver.class);

	private static final long MIN_WAKE_UP = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long WAKE_UP_AFTER_FAILURE = TimeUnit.MILLISECONDS.toNanos(200);

	private static final int PUBLISH_PAUSE = 4;

	/** How long the first who asks for the whole service waits. */
	private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

	private static final ShardCallback LOOKS_ON = (Noop) (shard) -> {
	};

	private final OwnershipSettings settings;

	private final String service;

	private final LoopDriver loop;

	private final ServiceMachine machine;

	private final StoreActions storeActions;

	private final HandlerActions handlerActions;

	private final LoopDriver.WakeUp wakeUp;

	private final LoopDriver.WakeUp publishing;

	private final Consumer<String> exit;

	private final Runnable changed;

	private final Failures failures = new Failures(logger);

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private volatile Published published;

	private volatile List<Shard> owned = List.of();

	private final CompletableFuture<Void> whole = new CompletableFuture<>();

	private volatile boolean looked;

	private volatile long lookedAt;

	private boolean stale;

	private long publishAt;

	ServiceDriver(CoordinationStore store, OwnershipSettings settings, ServiceSettings service,
			@Nullable ShardCallback callback, Executor executor, LoopDriver loop, Consumer<String> exit,
			Runnable changed) {
		this.settings = settings;
		this.service = service.service();
		this.loop = loop;
		this.exit = exit;
		this.changed = changed;
		this.machine = new ServiceMachine(settings, service, settings.participates() && callback != null, loop::now);
		this.storeActions = new StoreActions(store, this::post);
		this.handlerActions = new HandlerActions(settings.participantId(), service,
				(callback != null) ? callback : LOOKS_ON, executor, loop::now, this::post);
		this.wakeUp = loop.wakeUp(() -> step(new ServiceEvent.Tick()));
		this.publishing = loop.wakeUp(this::publishNow);
		this.publishAt = loop.now();
		this.published = Published.nothing(this.service);
	}

	void start() {
		post(new ServiceEvent.Start());
	}

	CompletableFuture<Void> ready() {
		return this.ready;
	}

	/**
	 * Hands off all shards.
	 * @param budget how long that may take
	 * @return completes when that is done, or the machine has given up
	 */
	CompletableFuture<Void> stop(Duration budget) {
		post(new ServiceEvent.StopRequested(budget));
		return this.stopped;
	}

	void close() {
		this.loop.execute(this.storeActions::close);
	}

	@Override
	public void began(Incarnation incarnation) {
		step(new ServiceEvent.SessionBegan(incarnation, System.currentTimeMillis()));
	}

	@Override
	public void ended(Incarnation incarnation, String reason) {
		if (!this.stopped.isDone()) {
			step(new ServiceEvent.SessionEnded(incarnation.id(), reason));
		}
	}

	@Override
	public Published published() {
		return this.published;
	}

	@Override
	public Published whole() {
		Published known = this.published;
		if (known.whole()) {
			return known;
		}
		look();
		try {
			long left = this.lookedAt + LOOK - this.loop.now();
			if (left > 0 && !this.loop.isCurrent()) {
				this.whole.get(left, TimeUnit.NANOSECONDS);
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			// what is known has to do
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.published;
	}

	/** Keeps up with the whole service from now on. */
	synchronized void look() {
		if (!this.looked) {
			this.lookedAt = this.loop.now();
			this.looked = true;
			post(new ServiceEvent.Look());
		}
	}

	@Override
	public List<Shard> owned() {
		return this.owned;
	}

	private void post(ServiceEvent event) {
		this.loop.execute(() -> step(event));
	}

	private void step(ServiceEvent event) {
		long minDelay = MIN_WAKE_UP;
		try {
			List<ServiceAction> actions = this.machine.on(event, this.loop.now());
			if (actions.stream().anyMatch(ServiceAction.Publish.class::isInstance)) {
				publish();
			}
			actions.forEach(this::performSafely);
		}
		catch (RuntimeException ex) {
			this.failures.report("The machine of service '" + this.service + "'", ex);
			minDelay = WAKE_UP_AFTER_FAILURE;
		}
		finally {
			this.wakeUp.set(this.machine.wakeUpAt(), minDelay);
		}
	}

	private void performSafely(ServiceAction action) {
		try {
			perform(action);
		}
		catch (RuntimeException ex) {
			this.failures
				.report("The action " + action.getClass().getSimpleName() + " of service '" + this.service + "'", ex);
		}
	}

	private void perform(ServiceAction action) {
		if (this.storeActions.perform(action) || this.handlerActions.perform(action)) {
			return;
		}
		if (action instanceof ServiceAction.Notify notify) {
			log(notify);
		}
		else if (action instanceof ServiceAction.Ready) {
			publishNow();
			this.ready.complete(null);
		}
		else if (action instanceof ServiceAction.Duplicate) {
			this.ready
				.completeExceptionally(new DuplicateParticipantException(this.settings.participantId(), this.service));
		}
		else if (action instanceof ServiceAction.Exit exit) {
			this.exit.accept(exit.reason());
		}
		else if (action instanceof ServiceAction.Stopped) {
			this.stopped.complete(null);
		}
	}

	private void log(ServiceAction.Notify notify) {
		if (notify.warning()) {
			logger.warn("Service '{}', participant '{}': {}", this.service, this.settings.participantId(),
					notify.message());
		}
		else {
			logger.info("Service '{}', participant '{}': {}", this.service, this.settings.participantId(),
					notify.message());
		}
	}

	/**
	 * What is owned is there before a handler can ask for it. The rest costs time in
	 * proportion to the number of shards, so that it is computed once for all events that
	 * are waiting, and takes only a part of the loop's time.
	 */
	private void publish() {
		this.owned = List.copyOf(this.machine.owned());
		if (!this.stale) {
			this.stale = true;
			this.publishing.set(OptionalLong.of(this.publishAt), 0);
		}
	}

	private void publishNow() {
		long before = this.loop.now();
		this.stale = false;
		this.published = Published.of(this.machine);
		if (this.published.whole() && this.looked) {
			this.whole.complete(null);
		}
		this.changed.run();
		long after = this.loop.now();
		this.publishAt = after + PUBLISH_PAUSE * (after - before);
	}

	/** A handler that does nothing. */
	private interface Noop extends ShardCallback {

		@Override
		default void drop(Shard shard) {
		}

	}

}
