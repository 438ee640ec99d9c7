package dev.sm.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sm.cache.CacheListener.Event;
import dev.sm.hedging.HedgeBudget;
import dev.sm.hedging.RecentLatencies;
import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The nodes of a replicated pool, each of which has every key: sends writes to all of
 * them and reads to the best, and keeps count of what each may have missed. Thread-safe.
 */
final class Replicas {

	/** Begins the keys that sm keeps beside those of users. */
	private static final byte[] RESERVED = { 's', 'm', ':' };

	private final ReplicaContext context;

	private final List<Replica> all;

	private final Object turn = new Object();

	private final HedgeBudget budget;

	private final RecentLatencies latencies;

	private final CatchUp catchUp;

	private final ReplicaCopy copies = new ReplicaCopy(this);

	Replicas(ReplicaContext context, List<Replica> all) {
		this.context = context;
		this.all = List.copyOf(all);
		this.budget = new HedgeBudget(context.settings().hedgeBudget());
		this.latencies = new RecentLatencies(context.timeout() / 4);
		this.catchUp = new CatchUp(context);
	}

	ReplicaContext context() {
		return this.context;
	}

	HedgeBudget budget() {
		return this.budget;
	}

	RecentLatencies latencies() {
		return this.latencies;
	}

	/** Begins to remove what an earlier run of this instance has missed. */
	void start() {
		this.all.stream().filter((replica) -> replica.stage() != Replica.Stage.SERVING).forEach(this.catchUp::begin);
	}

	/** Executes a command on as many nodes as it needs. */
	@SuppressWarnings("unchecked")
	<R> CompletableFuture<R> execute(String verb, PoolNode first, NodeCommand<R> command, @Nullable Fence fence) {
		if (fence != null && this.context.settings().write() == ReplicaSettings.Write.ASYNC) {
			return refused(verb + " under an ownership", "one node acknowledges its writes, so that a former owner's"
					+ " could be acknowledged by another; set 'write' to majority or all");
		}
		if (command instanceof NodeCommand.Increment || "setIfAbsent".equals(verb)) {
			return refused(verb, "each node would decide for itself; use a pool of type sharded for it");
		}
		List<byte[]> keys = command.keys();
		if (keys.isEmpty() || command instanceof NodeCommand.Look || isReserved(keys.get(0))) {
			return ask(nearest(keys, first).nodes().get(0), verb, command, fence);
		}
		if (command instanceof NodeCommand.Get get) {
			return (CompletableFuture<R>) read(verb, get, nearest(keys, first), fence);
		}
		return new ReplicaPut<>(this, verb, command, keys, fence).begin();
	}

	/**
	 * Looks into memory first, for what the best node has told. Values in memory are
	 * never copied to nodes, which may know better.
	 */
	private CompletableFuture<List<byte @Nullable []>> read(String verb, NodeCommand.Get get, Order nodes,
			@Nullable Fence fence) {
		Replica best = nodes.nodes().get(0);
		NearRead near = NearRead.of(get.keys(), (fence == null && best.distance(get.keys()) <= Replica.GOOD)
				? best.node().kept(get.keys()) : List.of());
		return near.isComplete() ? CompletableFuture.completedFuture(near.values())
				: near.with(new ReplicaGet(this, verb, new NodeCommand.Get(near.missing()), nodes, fence).begin());
	}

	private <R> CompletableFuture<R> refused(String what, String reason) {
		return CompletableFuture.failedFuture(new InvalidDataAccessApiUsageException(
				what + " cannot be right in pool '" + this.context.pool() + "', which is replicated: " + reason));
	}

	private static boolean isReserved(byte[] key) {
		return key.length >= RESERVED.length && key[0] == RESERVED[0] && key[1] == RESERVED[1] && key[2] == RESERVED[2];
	}

	List<Replica> all() {
		return this.all;
	}

	Replica of(PoolNode node) {
		return this.all.stream().filter((replica) -> replica.node() == node).findFirst().orElseThrow();
	}

	/** The nodes to read from, the best first. */
	private Order nearest(List<byte[]> keys, PoolNode first) {
		List<Ranked> ranked = new ArrayList<>(this.all.size());
		int start = this.all.indexOf(of(first));
		for (int i = 0; i < this.all.size(); i++) {
			Replica replica = this.all.get((start + i) % this.all.size());
			ranked.add(new Ranked(replica, replica.distance(keys)));
		}
		ranked.sort(Comparator.comparingInt(Ranked::distance));
		int best = Math.max(Replica.FILLED, ranked.get(0).distance());
		return new Order(ranked.stream()
			.filter((each) -> each.distance() <= Math.max(best, Replica.AWAY - 1))
			.map(Ranked::replica)
			.toList(), (int) ranked.stream().filter((each) -> each.distance() <= best).count());
	}

	/**
	 * Whether what a node has of keys may be an answer, now that no write is under way
	 * there. What was missed is never as new as what a majority has acknowledged; where
	 * all acknowledge it was not acknowledged, and where one does that one has failed.
	 */
	boolean answers(Replica replica, List<byte[]> keys) {
		return this.context.settings().write() != ReplicaSettings.Write.MAJORITY
				|| replica.distance(keys) != Replica.MISSED;
	}

	/** Asks one node, if it bears that. */
	@SuppressWarnings("unchecked")
	<R> CompletableFuture<R> ask(Replica replica, String verb, NodeCommand<R> command, @Nullable Fence fence) {
		PoolNode node = replica.node();
		if (command instanceof NodeCommand.RaiseFence && fence != null && !node.health().open()) {
			CompletableFuture<Boolean> told = node.tell(fence);
			return (CompletableFuture<R>) ((told != null) ? told : CompletableFuture.completedFuture(true));
		}
		if (!node.health().entered()) {
			NodeRefusal refusal = new NodeRefusal(node.health().reason());
			this.context.record().done(node, verb, refusal, 0);
			return CompletableFuture.failedFuture(refusal);
		}
		long started = this.context.clock().getAsLong();
		return node.send(command, fence).whenComplete((answer, failure) -> {
			node.health().left();
			this.context.record().done(node, verb, failure, started);
		});
	}

	/** Sends a write of keys to a node, and sees to it that it does not stay missed. */
	<R> CompletableFuture<R> write(Replica replica, String verb, NodeCommand<R> command, List<byte[]> keys,
			@Nullable Fence fence, ReplicaEffect effect) {
		long[] numbers = new long[keys.size()];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = replica.writes().begun(keys.get(i));
		}
		return ask(replica, verb, command, fence)
			.whenComplete((answer, failure) -> effect.ended(failure, (end) -> ended(replica, keys, numbers, end)));
	}

	private void ended(Replica replica, List<byte[]> keys, long[] numbers, OpenWrites.End end) {
		boolean missed = false;
		for (int i = 0; i < numbers.length; i++) {
			missed |= replica.writes().ended(keys.get(i), numbers[i], end);
		}
		if (missed) {
			this.context.event(replica, Event.MISSED);
			this.catchUp.begin(replica);
		}
	}

	/**
	 * What writes hold while they are sent, so that all nodes get them in one order.
	 */
	Object turn() {
		return this.turn;
	}

	/** Copies values to nodes that lack them. */
	ReplicaCopy copies() {
		return this.copies;
	}

	/** How many nodes must lack a key before it can be said that nobody wrote it. */
	int missesNeeded() {
		return this.context.settings().write().missesNeeded(this.all.size());
	}

	/** A node is left alone, or answers again. */
	void left(PoolNode node) {
		of(node).away();
	}

	void returned(PoolNode node) {
		this.catchUp.begin(of(node));
	}

	/** Whether an answer is final, whatever other nodes would say. */
	static boolean isFinal(Throwable failure) {
		return Failures.unwrap(failure) instanceof NodeException && Failures.answered(failure);
	}

	private record Ranked(Replica replica, int distance) {

	}

	/**
	 * Nodes to read keys from.
	 *
	 * @param nodes the nodes, the best first
	 * @param first how many of them are as good as the first
	 */
	record Order(List<Replica> nodes, int first) {

	}

}
