package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the replicas of a pool are made of.
 *
 * @param settings the pool
 * @param nodes its nodes
 * @param zone where this instance is, or {@code null}
 * @param missed remembers what a node has missed
 */
record ReplicaPlan(PoolSettings settings, List<PoolNode> nodes, @Nullable String zone,
		Function<PoolNode, MissedKeys> missed) {

	ReplicaPlan(PoolSettings settings, List<PoolNode> nodes, @Nullable String zone) {
		this(settings, nodes, zone, (node) -> missed(settings, node));
	}

	Replicas make(DeadlineDriver deadlines, BooleanSupplier closed, ReplicaContext.Record record,
			CacheListener listener) {
		ReplicaContext context = new ReplicaContext(this.settings.name(),
				this.settings.keyPrefix().getBytes(StandardCharsets.UTF_8), this.settings.replicas(),
				this.settings.timeout().toNanos(), deadlines.later(), deadlines.clock(), closed, record, listener);
		List<Replica> replicas = new ArrayList<>();
		for (PoolNode node : this.nodes) {
			if (node.settings().weight() > 0) {
				boolean near = this.zone != null && this.zone.equals(node.settings().zone());
				replicas.add(new Replica(node,
						new OpenWrites(this.settings.replicas().maxMissed(), this.missed.apply(node)), near));
			}
		}
		return new Replicas(context, replicas);
	}

	/** What stands in for nodes of a sharded pool. */
	static Gutter gutter(PoolSettings settings, GutterPool target, DeadlineDriver deadlines, BooleanSupplier closed,
			ReplicaContext.Record record, CacheListener listener) {
		ReplicaSettings repair = settings.replicas();
		ReplicaContext context = new ReplicaContext(settings.name(),
				settings.keyPrefix().getBytes(StandardCharsets.UTF_8),
				new ReplicaSettings(repair.write(), 0, false, repair.repairTtl(), Duration.ZERO, repair.maxMissed(),
						repair.directory()),
				settings.timeout().toNanos(), deadlines.later(), deadlines.clock(), closed, record, listener);
		return new Gutter(target, context, (node) -> new OpenWrites(repair.maxMissed(), missed(settings, node)));
	}

	private static MissedKeys missed(PoolSettings settings, PoolNode node) {
		Path directory = settings.replicas().directory();
		return (directory != null) ? new MissedKeysFile(directory, settings.name(), node.id()) : MissedKeys.FORGETFUL;
	}

}
