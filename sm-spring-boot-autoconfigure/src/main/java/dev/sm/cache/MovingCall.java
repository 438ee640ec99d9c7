package dev.sm.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import dev.sm.storage.Fence;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.MigrationCommand.Operation;
import dev.sm.storage.MigrationCommand.Place;
import dev.sm.storage.MigrationCommand.Step;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.PhaseMismatchException;
import dev.sm.storage.StepAnswer;
import org.jspecify.annotations.Nullable;

/**
 * One operation on one key that may be at either of two places. The old place is always
 * asked first: it executes what it still has, and otherwise sends to the new place, with
 * the token under which the key has moved. Only the last command has an effect, so a node
 * that is elsewhere in the migration costs another try and never a second effect; a
 * command without an answer is not sent again.
 *
 * @param <R> the type of the answer
 */
final class MovingCall<R> extends CompletableFuture<R> {

	private static final long FIRST_PAUSE = 2_000_000;

	private static final long MAX_PAUSE = 50_000_000;

	private final Context context;

	private final byte[] placed;

	private final NodeCommand<R> command;

	private final @Nullable Fence fence;

	private final long deadline;

	private int attempts;

	/**
	 * Creates a call.
	 * @param context what calls share
	 * @param placed what is placed of the key
	 * @param command a command on one key
	 * @param fence the ownership that nodes are told of first, or {@code null}
	 * @param deadline when no further command may be sent
	 */
	MovingCall(Context context, byte[] placed, NodeCommand<R> command, @Nullable Fence fence, long deadline) {
		this.context = context;
		this.placed = placed;
		this.command = command;
		this.fence = fence;
		this.deadline = deadline;
	}

	MovingCall<R> start() {
		attempt();
		return this;
	}

	private void attempt() {
		if (isDone()) {
			return;
		}
		if (late()) {
			tooLate(null);
			return;
		}
		Topology topology = this.context.topologies().begin();
		attempt(topology).whenComplete((answer, failure) -> {
			topology.inFlight().end();
			settle(answer, failure);
		});
	}

	private CompletableFuture<R> attempt(Topology topology) {
		try {
			PoolNode source = topology.owner(this.placed);
			PoolNode target = topology.destination(this.placed, source);
			if (target == null) {
				return this.context.topologies().scripted()
						? told(source).thenCompose((told) -> last(topology, source, null))
						: source.send(this.command, this.fence);
			}
			return told(source).thenCompose((told) -> told(target))
				.thenCompose((told) -> step(topology, source, Place.SOURCE, null))
				.thenCompose((answer) -> followed(topology, source, target, answer));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<R> followed(Topology topology, PoolNode source, PoolNode target, StepAnswer answer) {
		if (answer.kind() == StepAnswer.Kind.GO) {
			return late() ? CompletableFuture.failedFuture(unanswered(null)) : last(topology, target, answer.token());
		}
		if (answer.kind() == StepAnswer.Kind.DONE) {
			this.context.topologies()
				.hooks()
				.used(new Operation(this.command, null).key(), source, target, topology.m());
		}
		return result(answer);
	}

	private CompletableFuture<R> last(Topology topology, PoolNode node, @Nullable String token) {
		return step(topology, node, Place.TARGET, token).thenCompose(this::result);
	}

	private CompletableFuture<StepAnswer> step(Topology topology, PoolNode node, Place place, @Nullable String token) {
		Step step = new Step(new Guard(this.context.pool(), topology.m()), place,
				List.of(new Operation(this.command, token)));
		return node.send(step, null).thenApply((answers) -> answers.get(0));
	}

	private CompletableFuture<R> result(StepAnswer answer) {
		NodeException failure = answer.failure();
		return (failure != null) ? CompletableFuture.failedFuture(failure)
				: CompletableFuture.completedFuture(answer.answer());
	}

	private CompletableFuture<Boolean> told(PoolNode node) {
		CompletableFuture<Boolean> told = (this.fence != null) ? node.tell(this.fence) : null;
		return (told != null) ? told : CompletableFuture.completedFuture(true);
	}

	private void settle(@Nullable R answer, @Nullable Throwable failure) {
		if (failure == null) {
			complete(answer);
			return;
		}
		Throwable cause = Failures.unwrap(failure);
		if (!(cause instanceof PhaseMismatchException)) {
			completeExceptionally(cause);
			return;
		}
		if (late()) {
			tooLate(cause);
			return;
		}
		this.context.topologies().hooks().refused();
		this.context.later().run(Math.min(MAX_PAUSE, FIRST_PAUSE << Math.min(this.attempts++, 10)), this::attempt);
	}

	private boolean late() {
		return this.context.clock().getAsLong() - this.deadline >= 0;
	}

	private void tooLate(@Nullable Throwable cause) {
		completeExceptionally(unanswered(cause));
	}

	private static NodeUnavailableException unanswered(@Nullable Throwable cause) {
		TimeoutException timeout = new TimeoutException("the migration of the pool did not go on in time");
		timeout.initCause(cause);
		return new NodeUnavailableException(String.valueOf(timeout.getMessage()), timeout);
	}

	/**
	 * What the calls of a pool share.
	 *
	 * @param pool the pool, as its nodes know it
	 * @param topologies where keys are
	 * @param later tries again
	 * @param clock tells nanoseconds
	 */
	record Context(String pool, Topologies topologies, Later later, LongSupplier clock) {

	}

}
