package dev.sm.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sm.storage.Fence;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.ScanPage;

/**
 * What a migration does on nodes beside copying. Each job may be done again, by anybody,
 * at any time: a node refuses what is out of date.
 */
final class MigrationJobs {

	private final MigrationTools tools;

	MigrationJobs(MigrationTools tools) {
		this.tools = tools;
	}

	/** Raises the record of nodes; fails if one does not answer. */
	CompletableFuture<Void> raise(Collection<PoolNode> nodes, Function<PoolNode, NodeRecord> record) {
		return each(nodes,
				(node) -> node.send(new MigrationCommand.RaiseRecord(this.tools.pool(), record.apply(node)), null));
	}

	/**
	 * Removes from new places what would be found there too early: keys that are to come
	 * but are placed elsewhere now, and remains of earlier migrations.
	 * @param m the number that records have while nothing moves
	 */
	CompletableFuture<Void> purge(Topology topology, long m) {
		return discard(topology, m,
				(node, key) -> topology.owner(key) != node && topology.destination(key, topology.owner(key)) == node);
	}

	/** Removes from old places what has moved away, and remains. */
	CompletableFuture<Void> sweep(Topology topology, long m) {
		return discard(topology, m,
				(node, key) -> topology.owner(key) == node && topology.destination(key, node) != null);
	}

	private CompletableFuture<Void> discard(Topology topology, long m, Misplaced misplaced) {
		Guard guard = new Guard(this.tools.pool(), m);
		return each(holding(topology), (node) -> this.tools.survey().of(node, (page) -> {
			List<byte[]> keys = new ArrayList<>();
			for (byte[] key : page.keys()) {
				if (misplaced.test(node, this.tools.keys().placedFound(key))) {
					keys.add(key);
				}
			}
			page.moved()
				.stream()
				.map(KeyMove::key)
				.filter((key) -> misplaced.test(node, this.tools.keys().placedFound(key)) || !here(topology, node, key))
				.forEach(keys::add);
			return (keys.isEmpty() && page.staged().isEmpty()) ? CompletableFuture.completedFuture(null)
					: node.send(new MigrationCommand.Discard(guard, keys, page.staged()), null);
		}));
	}

	private boolean here(Topology topology, PoolNode node, byte[] key) {
		return topology.owner(this.tools.keys().placedFound(key)) == node;
	}

	/** Tells every node of a migration the epochs that the others have seen. */
	CompletableFuture<Void> fences(Topology topology) {
		Map<String, Long> highest = new LinkedHashMap<>();
		List<PoolNode> nodes = holding(topology);
		return each(nodes, (node) -> fences(node, ScanPage.START, highest)).thenCompose((read) -> {
			List<Fence> all = new ArrayList<>();
			synchronized (highest) {
				highest.forEach((scope, epoch) -> all.add(new Fence(scope, epoch)));
			}
			return each(nodes, (node) -> node.send(new MigrationCommand.RaiseFences(all), null));
		});
	}

	private static CompletableFuture<Void> fences(PoolNode node, String cursor, Map<String, Long> highest) {
		return node.send(new MigrationCommand.ListFences(cursor), null).thenCompose((page) -> {
			synchronized (highest) {
				page.fences().forEach((fence) -> highest.merge(fence.scope(), fence.epoch(), Math::max));
			}
			return page.more() ? fences(node, page.cursor(), highest) : CompletableFuture.completedFuture(null);
		});
	}

	/** Puts in force whatever is marked anywhere, while nobody may do anything else. */
	CompletableFuture<Void> settle(Topology topology) {
		return each(holding(topology), (node) -> this.tools.survey().of(node, (page) -> {
			Map<PoolNode, List<KeyMove>> byPlace = new LinkedHashMap<>();
			for (KeyMove mark : page.moved()) {
				byPlace.computeIfAbsent(other(topology, node, mark.key()), (place) -> new ArrayList<>()).add(mark);
			}
			List<CompletableFuture<?>> all = new ArrayList<>();
			byPlace
				.forEach((place, marks) -> all.add(this.tools.mover().settle(topology.m(), true, node, place, marks)));
			return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
		}));
	}

	private PoolNode other(Topology topology, PoolNode node, byte[] key) {
		byte[] placed = this.tools.keys().placedFound(key);
		PoolNode source = topology.owner(placed);
		PoolNode target = topology.destination(placed, source);
		return (node != source || target == null) ? source : target;
	}

	/** Ends the connections of whoever has not confirmed. */
	CompletableFuture<Void> cutOff(Collection<PoolNode> nodes, String prefix, Set<String> keep) {
		return each(nodes, (node) -> node.send(new MigrationCommand.CutOff(prefix, keep), null));
	}

	/** Waits until no command that was sent to any node can be executed any more. */
	CompletableFuture<Void> drain(Collection<PoolNode> nodes) {
		return each(nodes, (node) -> node.send(new MigrationCommand.Drain(), null));
	}

	static List<PoolNode> holding(Topology topology) {
		return topology.nodes().stream().filter(topology::holds).toList();
	}

	private static CompletableFuture<Void> each(Collection<PoolNode> nodes,
			Function<PoolNode, CompletableFuture<?>> job) {
		return CompletableFuture.allOf(nodes.stream().map(job).toArray(CompletableFuture<?>[]::new));
	}

	/** Whether what is placed of a key says that it does not belong on a node. */
	private interface Misplaced {

		boolean test(PoolNode node, byte[] placed);

	}

}
