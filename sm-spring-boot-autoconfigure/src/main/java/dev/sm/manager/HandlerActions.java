package dev.sm.manager;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.sm.membership.Requests;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Carries out what a machine wants of the handler, on the executor. Answers are posted.
 * To be used on the loop only.
 */
final class HandlerActions {

	private static final Logger logger = LoggerFactory.getLogger(OwnershipDriver.class);

	private static final int MAX_FAILURES = 100;

	private final String participantId;

	private final ShardCallback callback;

	private final Executor executor;

	private final Consumer<ServiceEvent> post;

	private final Map<Long, Invocation> running = new ConcurrentHashMap<>();

	private final Set<String> failures = ConcurrentHashMap.newKeySet();

	private final LoadMeasurements loads;

	HandlerActions(String participantId, ServiceSettings service, ShardCallback callback, Executor executor,
			LongSupplier clock, Consumer<ServiceEvent> post) {
		this.participantId = participantId;
		this.callback = callback;
		this.executor = executor;
		this.post = post;
		this.loads = new LoadMeasurements(callback, executor, clock, service.handlerTimeout().toNanos(), this::failed,
				(measured) -> post.accept(new ServiceEvent.LoadsMeasured(measured)));
	}

	/**
	 * Carries out an action.
	 * @param action the action
	 * @return whether it was one for the handler
	 */
	boolean perform(ServiceAction action) {
		if (action instanceof ServiceAction.Invoke invoke) {
			invoke(invoke);
		}
		else if (action instanceof ServiceAction.Interrupt interrupt) {
			interrupt(interrupt.invocationId());
		}
		else if (action instanceof ServiceAction.MeasureLoads measure) {
			this.loads.measure(measure.shards());
		}
		else {
			return false;
		}
		return true;
	}

	private void invoke(ServiceAction.Invoke action) {
		Invocation invocation = new Invocation(action, this.callback,
				(error) -> failed(action.call().name(), action.shard(), error),
				(error, state) -> done(action, error, state));
		this.running.put(action.invocationId(), invocation);
		try {
			this.executor.execute(invocation);
		}
		catch (RejectedExecutionException ex) {
			done(action, "the executor of handlers refused the call: " + Requests.reason(ex), null);
		}
	}

	private void interrupt(long invocationId) {
		Invocation invocation = this.running.get(invocationId);
		if (invocation != null) {
			invocation.interrupt();
		}
	}

	private void done(ServiceAction.Invoke action, @Nullable String error, byte @Nullable [] state) {
		this.running.remove(action.invocationId());
		if (error == null && action.shard().epoch() > 0) {
			logger.info("Service '{}', participant '{}': {} shard '{}' at epoch {}", action.shard().service(),
					this.participantId, (action.call() == ServiceAction.Call.ADD) ? "added" : "dropped",
					action.shard().id(), action.shard().epoch());
		}
		this.post.accept(new ServiceEvent.InvocationDone(action.invocationId(), error, state));
	}

	/**
	 * That a call failed is told by the machine; here the first of a kind tells where.
	 */
	private void failed(String call, Shard shard, Throwable error) {
		String event = call.toLowerCase(Locale.ROOT);
		boolean first = this.failures.size() < MAX_FAILURES && this.failures.add(event + error.getClass().getName());
		logger.atLevel(first ? Level.WARN : Level.DEBUG)
			.setCause(error)
			.log("Service '{}', participant '{}': handler failed to {} shard '{}' at epoch {}", shard.service(),
					this.participantId, event, shard.id(), shard.epoch());
	}

}
