package dev.sm.metrics;

import java.util.function.ToDoubleFunction;

import dev.sm.cache.NearCaching.Counts;
import dev.sm.cache.PoolDescription.NodeInfo;
import dev.sm.cache.PoolDescription.NodeState;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the nodes of the pools, as last known: reading them asks no node.
 * Thread-safe.
 */
public class PoolMetrics implements MeterBinder {

	private final ShardedTemplates templates;

	/**
	 * Creates the meters; nothing is measured before they are bound.
	 * @param templates the pools
	 */
	public PoolMetrics(ShardedTemplates templates) {
		this.templates = templates;
	}

	/** Pools that nobody has used yet have no meters, since these would make them. */
	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.templates instanceof Pools pools) {
			pools.onceMade(() -> bindNodes(registry));
		}
		else {
			bindNodes(registry);
		}
	}

	private void bindNodes(MeterRegistry registry) {
		for (String pool : this.templates.names()) {
			ShardedTemplate template = this.templates.get(pool);
			for (NodeInfo node : template.describe().nodes()) {
				gauge(registry, template, node.name(), "sm.cache.node.up",
						"Whether the node answered when it was last asked: 1 or 0", (info) -> info.up() ? 1 : 0);
				gauge(registry, template, node.name(), "sm.cache.node.serving",
						"Whether operations are sent to the node: 1 or 0",
						(info) -> (info.state() == NodeState.SERVING) ? 1 : 0);
				gauge(registry, template, node.name(), "sm.cache.node.share",
						"Share of the keys that the node holds: 0 to 1", NodeInfo::share);
				gauge(registry, template, node.name(), "sm.cache.node.weight", "Weight of the node", NodeInfo::weight);
			}
			template.near().ifPresent((counts) -> near(registry, template));
		}
	}

	private static void near(MeterRegistry registry, ShardedTemplate template) {
		String reads = "Reads of a pool that keeps values inside the instance";
		count(registry, template, "sm.cache.near.reads", reads, Tags.of("result", "hit"), Counts::hits);
		count(registry, template, "sm.cache.near.reads", reads, Tags.of("result", "miss"), Counts::misses);
		count(registry, template, "sm.cache.near.invalidations", "Keys that nodes told of", Tags.empty(),
				Counts::invalidations);
		count(registry, template, "sm.cache.near.losses", "How often all values of a node were dropped", Tags.empty(),
				Counts::losses);
	}

	private static void count(MeterRegistry registry, ShardedTemplate template, String name, String description,
			Tags tags, ToDoubleFunction<Counts> value) {
		FunctionCounter
			.builder(name, template, (pool) -> pool.near().map((counts) -> value.applyAsDouble(counts)).orElse(0.0))
			.description(description)
			.tag("pool", template.name())
			.tags(tags)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, ShardedTemplate template, String node, String name,
			String description, ToDoubleFunction<NodeInfo> value) {
		Gauge
			.builder(name, template,
					(pool) -> pool.describe()
						.nodes()
						.stream()
						.filter((info) -> info.name().equals(node))
						.mapToDouble(value)
						.findFirst()
						.orElse(0))
			.description(description)
			.tag("pool", template.name())
			.tag("node", node)
			.strongReference(true)
			.register(registry);
	}

}
