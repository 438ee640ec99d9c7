package dev.sm.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.sm.cache.CacheListener.Event;
import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for nodes that are left alone: another pool has their keys meanwhile, for a
 * short time each. What this instance wrote there was missed by the node; so a node that
 * answers again is not used before all such keys have been removed from it. For as long
 * as something of that may linger in the other pool, a write to the node also removes the
 * key there: the node may be left alone again. Thread-safe.
 */
final class Gutter {

	private final GutterPool gutter;

	private final ReplicaContext context;

	private final CatchUp catchUp;

	private final Function<PoolNode, OpenWrites> writes;

	private final Map<PoolNode, StandIn> nodes = new ConcurrentHashMap<>();

	/**
	 * Creates it.
	 * @param gutter the pool that stands in
	 * @param context what the nodes of the pool share
	 * @param writes makes what is remembered of a node's missed writes
	 */
	Gutter(GutterPool gutter, ReplicaContext context, Function<PoolNode, OpenWrites> writes) {
		this.gutter = gutter;
		this.context = context;
		this.writes = writes;
		this.catchUp = new CatchUp(context);
	}

	/** Begins to remove what an earlier run of this instance has missed. */
	void start(List<PoolNode> all) {
		all.stream()
			.map(this::of)
			.filter((standIn) -> standIn.replica.stage() != Replica.Stage.SERVING)
			.forEach((standIn) -> this.catchUp.begin(standIn.replica));
	}

	/** Whether a node's keys are elsewhere now. */
	boolean standsInFor(PoolNode node) {
		return node.health().open() || stage(node) == Replica.Stage.CATCHING_UP || !of(node).replica.writes().settled();
	}

	Replica.Stage stage(PoolNode node) {
		return of(node).replica.stage(this.context.clock().getAsLong());
	}

	/** Whether the pool that stands in has keys that cannot be served. */
	boolean serves() {
		return new ShardedTemplate(this.gutter.target()).describe().unserved() == 0;
	}

	/** Executes a command in a node's place. */
	<R> CompletableFuture<R> execute(PoolNode node, String verb, NodeCommand<R> command, @Nullable Fence fence) {
		if (fence != null) {
			return refused(node, "an ownership counts on the key's own node only");
		}
		if (!GutterPool.can(verb, command)) {
			return refused(node, "only the key's own node can tell what " + verb + " makes of it");
		}
		StandIn standIn = of(node);
		if (standIn.unsure(this.context.clock().getAsLong())) {
			return refused(node, "it may have old values, since it did not answer a moment ago");
		}
		return GutterPool.reads(command) ? this.gutter.execute(verb, command) : write(standIn, verb, command);
	}

	private <R> CompletableFuture<R> write(StandIn standIn, String verb, NodeCommand<R> command) {
		List<byte[]> keys = command.keys();
		OpenWrites open = standIn.replica.writes();
		long[] numbers = new long[keys.size()];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = open.begun(keys.get(i));
		}
		return this.gutter.execute(verb, command).whenComplete((done, failure) -> {
			standIn.lingers(this.context.clock().getAsLong() + this.gutter.ttl().toNanos());
			for (int i = 0; i < numbers.length; i++) {
				open.ended(keys.get(i), numbers[i], false);
			}
			this.context.event(standIn.replica, Event.MISSED);
			this.catchUp.begin(standIn.replica);
		});
	}

	private <R> CompletableFuture<R> refused(PoolNode node, String reason) {
		String why = node.health().open() ? node.health().reason() : "what it missed is being removed from it";
		return CompletableFuture.failedFuture(new NodeRefusal(why + "; pool '" + this.gutter.target().name()
				+ "', which stands in for it, cannot execute this: " + reason));
	}

	/**
	 * Sends a write to a node, after removing what may linger elsewhere of its keys.
	 * @param send sends it
	 */
	<R> CompletableFuture<R> direct(PoolNode node, NodeCommand<R> command,
			Function<NodeCommand<R>, CompletableFuture<R>> send) {
		StandIn standIn = of(node);
		long now = this.context.clock().getAsLong();
		if (!standIn.lingering(now) || GutterPool.reads(command)) {
			return send.apply(command);
		}
		List<byte[]> keys = command.keys();
		return keys.isEmpty() ? send.apply(command) : this.gutter.delete("delete", keys).handle((done, failure) -> {
			if (failure != null) {
				standIn.unsureUntil = now + this.gutter.ttl().toNanos();
			}
			return true;
		}).thenCompose((done) -> send.apply(command));
	}

	/** A node is left alone, or answers again. */
	void left(PoolNode node) {
		of(node).replica.away();
	}

	void returned(PoolNode node) {
		this.catchUp.begin(of(node).replica);
	}

	private StandIn of(PoolNode node) {
		StandIn known = this.nodes.get(node);
		return (known != null) ? known : this.nodes.computeIfAbsent(node,
				(added) -> new StandIn(new Replica(added, this.writes.apply(added), false)));
	}

	private static final class StandIn {

		private final Replica replica;

		private volatile @Nullable Long lingersUntil;

		private volatile @Nullable Long unsureUntil;

		StandIn(Replica replica) {
			this.replica = replica;
		}

		void lingers(long until) {
			this.lingersUntil = until;
		}

		/** Whether what was written elsewhere may still be there. */
		boolean lingering(long now) {
			Long until = this.lingersUntil;
			return until != null && until - now > 0;
		}

		/** Whether what is elsewhere may be older than what was written since. */
		boolean unsure(long now) {
			Long until = this.unsureUntil;
			return until != null && until - now > 0;
		}

	}

}
