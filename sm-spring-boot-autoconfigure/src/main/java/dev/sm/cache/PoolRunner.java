package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.cache.CacheListener.Event;
import dev.sm.cache.CacheListener.Outcome;
import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to nodes and waits, or does not wait, for their answers. Who waits
 * decodes on its own thread; nobody else's thread is held.
 */
final class PoolRunner {

	private static final Logger logger = LoggerFactory.getLogger(PoolRunner.class);

	private final String pool;

	private final long timeout;

	private final Failures failures;

	private final DeadlineDriver deadlines;

	private final CacheListener listener;

	private volatile boolean closed;

	private final MovingCall.Context moving;

	private final NodeProbes probes;

	private final @Nullable Replicas replicas;

	private volatile @Nullable Gutter gutter;

	private final CopyReads copies;

	private final MultiRunner multi = new MultiRunner(this);

	PoolRunner(String pool, Duration timeout, DeadlineDriver deadlines, CacheListener listener,
			MovingCall.Context moving, @Nullable ReplicaPlan replicas) {
		this.moving = moving;
		this.pool = pool;
		this.timeout = timeout.toNanos();
		this.failures = new Failures(pool, timeout);
		this.deadlines = deadlines;
		this.listener = listener;
		this.copies = new CopyReads(this.timeout, deadlines.clock(), this::recordNode);
		this.probes = new NodeProbes(pool, deadlines.later(), deadlines.clock(), this.timeout, () -> this.closed,
				this::returned);
		this.replicas = (replicas != null) ? replicas.make(deadlines, () -> this.closed, this::recordNode, listener)
				: null;
	}

	/** What stands in for nodes that are left alone, or {@code null} if nothing does. */
	@Nullable Gutter gutter() {
		return this.gutter;
	}

	/** Lets another pool stand in for nodes. */
	void gutter(PoolSettings settings, GutterPool target, List<PoolNode> nodes) {
		Gutter made = ReplicaPlan.gutter(settings, target, this.deadlines, () -> this.closed, this::recordNode,
				this.listener);
		this.gutter = made;
		made.start(nodes);
	}

	Failures failures() {
		return this.failures;
	}

	/** Runs requests that concern several keys. */
	MultiRunner multi() {
		return this.multi;
	}

	/** How long an operation may take, in nanoseconds. */
	long timeout() {
		return this.timeout;
	}

	boolean closed() {
		return this.closed;
	}

	Topologies topologies() {
		return this.moving.topologies();
	}

	/** Waits for the answer. */
	<R, T> T await(Request<R, T> request) {
		long started = clock();
		Sent<R> sent = send(request);
		try {
			return await(request, sent.node(), sent.future(), started);
		}
		finally {
			sent.settle();
		}
	}

	private <R, T> T await(Request<R, T> request, PoolNode node, CompletableFuture<R> sent, long started) {
		try {
			R answer = sent.get(this.timeout, TimeUnit.NANOSECONDS);
			record(node, request.verb(), null, started);
			return request.answer().apply(answer);
		}
		catch (ExecutionException ex) {
			record(node, request.verb(), ex, started);
			throw this.failures.translate(request.what(), node.id(), ex);
		}
		catch (TimeoutException ex) {
			record(node, request.verb(), ex, started);
			throw this.failures.timedOut(request.what(), node.id());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.failures.interrupted(request.what(), node.id());
		}
	}

	/** Waits until a node has been told of an ownership, if there is one. */
	void raise(String key, PoolNode node, @Nullable Fence fence) {
		if (this.closed) {
			throw this.failures.closed();
		}
		CompletableFuture<Boolean> told = (fence != null) ? node.tell(fence) : null;
		if (fence != null && told != null) {
			NodeCommand.RaiseFence command = new NodeCommand.RaiseFence(fence);
			await(Request.to("execute", key, node, command, fence, (answer) -> answer), node, told, clock());
		}
	}

	/** Does not wait for the answer. */
	<R, T> CompletableFuture<T> async(Request<R, T> request) {
		long started = this.deadlines.clock().getAsLong();
		Sent<R> sent = send(request);
		PendingRequest<R, T> pending = new PendingRequest<>(this, request, sent, started);
		sent.future().whenComplete(pending);
		track(pending);
		return pending;
	}

	/** When something that started now must have ended, so that it is seen in time. */
	long deadline(long started) {
		return started + Math.max(this.timeout - DeadlineDriver.TICK, this.timeout / 2);
	}

	/** The time, in nanoseconds. */
	long clock() {
		return this.deadlines.clock().getAsLong();
	}

	/** Runs a task later, on a thread that must not be blocked. */
	void later(long nanos, Runnable task) {
		this.deadlines.later(nanos, task);
	}

	/**
	 * Notes what became of a command; replicas note it for each node, and pools that
	 * stand in for their own.
	 */
	void record(PoolNode node, String verb, @Nullable Throwable failure, long started) {
		boolean own = "ping".equals(verb) || "scan".equals(verb);
		if (own || (this.replicas == null && !CopyReads.concerns(node, verb) && !standsIn(node))) {
			recordNode(node, verb, failure, started);
		}
	}

	private void recordNode(PoolNode node, String verb, @Nullable Throwable failure, long started) {
		Outcome outcome = (failure != null) ? Failures.outcome(failure) : Outcome.SUCCESS;
		long now = clock();
		if (outcome == Outcome.UNAVAILABLE) {
			unanswered(node, Failures.why(Objects.requireNonNull(failure)), now);
		}
		else if (outcome != Outcome.REFUSED) {
			node.up(true);
			node.health().answered(now - started, now);
		}
		if (this.listener != CacheListener.NONE) {
			this.listener.onCommand(this.pool, node.id(), verb, outcome, now - started);
		}
	}

	private void unanswered(PoolNode node, String why, long now) {
		node.up(false);
		if (!this.closed && node.health().failed(why, now)) {
			logger.warn("Node '{}' of pool '{}' is left alone until it answers: {}", node.id(), this.pool,
					node.health().reason());
			this.listener.onEvent(this.pool, node.id(), Event.OPENED);
			if (this.replicas != null) {
				this.replicas.left(node);
			}
			if (this.gutter != null) {
				this.gutter.left(node);
			}
			this.probes.watch(node);
		}
	}

	private void returned(PoolNode node) {
		this.listener.onEvent(this.pool, node.id(), Event.CLOSED);
		if (this.replicas != null) {
			this.replicas.returned(node);
		}
		if (this.gutter != null) {
			this.gutter.returned(node);
		}
	}

	private boolean standsIn(PoolNode node) {
		Gutter standIn = this.gutter;
		return standIn != null && standIn.standsInFor(node);
	}

	/** The nodes, if each has every key. */
	@Nullable Replicas replicas() {
		return this.replicas;
	}

	/**
	 * Asks a node whether it answers, be it that it may not answer this; never fails.
	 */
	CompletableFuture<Boolean> probe(PoolNode node) {
		long started = clock();
		return async(Request.to("ping", "", node, new NodeCommand.Ping(), null, (answer) -> answer))
			.exceptionally((failure) -> saidNo(Failures.unwrap(failure).getCause()))
			.whenComplete((answered, failure) -> this.probes.probed(node, answered, started));
	}

	private static boolean saidNo(@Nullable Throwable cause) {
		return cause != null && Failures.answered(cause);
	}

	void track(Deadlines.Expiring expiring) {
		if (!expiring.isDone()) {
			this.deadlines.add(expiring);
		}
	}

	/** Refuses everything from here on. */
	void close() {
		this.closed = true;
	}

	<R> Sent<R> send(Request<R, ?> request) {
		Topology topology = this.moving.topologies().begin();
		try {
			PoolNode node = request.node(topology);
			byte[] placed = request.placed();
			if (this.replicas != null && request.fixed() == null && !this.closed) {
				topology.inFlight().end();
				return new Sent<>(node, this.replicas.execute(request.verb(), node, request.command(), request.fence()),
						null);
			}
			if (placed == null || this.closed || !this.moving.topologies().steps(topology, placed, node)) {
				return sent(node, request.verb(), request.command(), request.fence(), topology.inFlight());
			}
			topology.inFlight().end();
			return new Sent<>(node, moving(node, placed, request.command(), request.fence()), null);
		}
		catch (RuntimeException ex) {
			topology.inFlight().end();
			throw ex;
		}
	}

	/** Sends a command for a key that may be at two places. */
	<R> CompletableFuture<R> moving(PoolNode node, byte[] placed, NodeCommand<R> command, @Nullable Fence fence) {
		if (node.health().open()) {
			return refused(node);
		}
		long deadline = this.deadlines.clock().getAsLong() + this.timeout;
		return new MovingCall<>(this.moving, placed, command, fence, deadline).start();
	}

	/**
	 * Sends a command to one node, or to what stands in for it.
	 * @param inFlight where it is counted until it can have no effect any more
	 */
	<R> Sent<R> sent(PoolNode node, String verb, NodeCommand<R> command, @Nullable Fence fence, InFlight inFlight) {
		if (this.closed) {
			inFlight.end();
			return new Sent<>(node, CompletableFuture.failedFuture(this.failures.closed()), null);
		}
		if (command instanceof NodeCommand.Ping) {
			inFlight.end();
			return new Sent<>(node, node.send(command, fence), null);
		}
		Gutter standIn = this.gutter;
		if (standIn != null && standIn.standsInFor(node) && !(command instanceof NodeCommand.Scan)) {
			inFlight.end();
			return new Sent<>(node, standIn.execute(node, verb, command, fence), null);
		}
		if (CopyReads.concerns(node, verb)) {
			CompletableFuture<R> read = this.copies.read(node, verb, command, fence, () -> asked(node, command, fence));
			read.whenComplete((answer, failure) -> inFlight.end());
			return new Sent<>(node, read, null);
		}
		if (node.health().entered()) {
			return new Sent<>(node, (standIn != null)
					? standIn.direct(node, command, (direct) -> node.send(direct, fence)) : node.send(command, fence),
					inFlight);
		}
		inFlight.end();
		return new Sent<>(node, refused(node), null);
	}

	private static <R> CompletableFuture<R> asked(PoolNode node, NodeCommand<R> command, @Nullable Fence fence) {
		if (!node.health().entered()) {
			return refused(node);
		}
		return node.send(command, fence).whenComplete((answer, failure) -> node.health().left());
	}

	private static <R> CompletableFuture<R> refused(PoolNode node) {
		return CompletableFuture.failedFuture(new NodeRefusal(node.health().reason()));
	}

}
