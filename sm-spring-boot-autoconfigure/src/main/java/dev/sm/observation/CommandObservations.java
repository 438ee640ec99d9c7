package dev.sm.observation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.FencedOffException;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeStorage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes commands from when they are sent until they are answered, or nobody waits for
 * the answer any longer.
 */
final class CommandObservations {

	static final String NAME = "sm.cache.command";

	private final ObservationRegistry registry;

	private final String pool;

	private final String node;

	private final long timeout;

	CommandObservations(ObservationRegistry registry, String pool, String node, Duration timeout) {
		this.registry = registry;
		this.pool = pool;
		this.node = node;
		this.timeout = timeout.toNanos();
	}

	<R> CompletionStage<R> observe(NodeCommand<R> command, NodeStorage storage) {
		String verb = this.registry.isNoop() ? null : CommandVerbs.of(command);
		Observation observation = (verb != null) ? Observation.createNotStarted(NAME, this.registry) : Observation.NOOP;
		if (verb == null || observation.isNoop()) {
			return storage.execute(command);
		}
		observation.contextualName(verb + " " + this.node)
			.lowCardinalityKeyValue("pool", this.pool)
			.lowCardinalityKeyValue("node", this.node)
			.lowCardinalityKeyValue("operation", verb)
			// all meters of one name must have the same tags
			.lowCardinalityKeyValue("outcome", "success")
			.start();
		return execute(command, storage, observation);
	}

	private <R> CompletionStage<R> execute(NodeCommand<R> command, NodeStorage storage, Observation observation) {
		CompletionStage<R> answer;
		try {
			// so that what the node's client observes is a part of it
			answer = observation.scoped(() -> storage.execute(command));
		}
		catch (RuntimeException | Error ex) {
			end(observation, ex);
			throw ex;
		}
		CompletableFuture<R> seen = answer.toCompletableFuture().copy();
		if (!seen.isDone()) {
			seen.orTimeout(this.timeout, TimeUnit.NANOSECONDS);
		}
		seen.whenComplete((result, failure) -> end(observation, failure));
		return answer;
	}

	private static void end(Observation observation, @Nullable Throwable failure) {
		if (failure != null) {
			Throwable cause = failure;
			while (cause instanceof CompletionException && cause.getCause() != null) {
				cause = cause.getCause();
			}
			observation.lowCardinalityKeyValue("outcome", outcome(cause)).error(cause);
		}
		observation.stop();
	}

	private static String outcome(Throwable failure) {
		if (failure instanceof FencedOffException) {
			return "stale_epoch";
		}
		return (failure instanceof NodeCommandException) ? "error" : "unavailable";
	}

}
