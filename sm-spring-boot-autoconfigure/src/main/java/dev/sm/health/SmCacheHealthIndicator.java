package dev.sm.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sm.cache.PoolDescription;
import dev.sm.cache.PoolDescription.NodeInfo;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the pools: asks every node, shows those that do not answer, and is
 * {@code DOWN} only if one of them has a share of the keys, so that these cannot be
 * served. Thread-safe.
 */
public class SmCacheHealthIndicator extends AbstractHealthIndicator {

	private static final long PROBE_SECONDS = 5;

	private final ShardedTemplates templates;

	/**
	 * Creates the indicator.
	 * @param templates the pools
	 */
	public SmCacheHealthIndicator(ShardedTemplates templates) {
		super("Pools could not be looked at");
		this.templates = templates;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, CompletableFuture<PoolDescription>> probes = new LinkedHashMap<>();
		for (String name : new TreeSet<>(this.templates.names())) {
			probes.put(name, probe(this.templates.get(name)));
		}
		builder.up();
		probes.forEach((name, probe) -> {
			PoolDescription pool = probe.join();
			if (pool.unserved() > 0) {
				builder.down();
			}
			builder.withDetail(name, details(pool, problems(name)));
		});
	}

	private static CompletableFuture<PoolDescription> probe(ShardedTemplate template) {
		return template.probe()
			.completeOnTimeout(template.describe(), PROBE_SECONDS, TimeUnit.SECONDS)
			.exceptionally((any) -> template.describe());
	}

	private List<String> problems(String pool) {
		return (this.templates instanceof Pools pools) ? pools.problems(pool) : List.of();
	}

	private static Map<String, Object> details(PoolDescription pool, List<String> problems) {
		Map<String, Object> nodes = new LinkedHashMap<>();
		for (NodeInfo node : pool.nodes()) {
			nodes.put(node.name(), node.up() ? "UP" : "DOWN");
		}
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("nodes", nodes);
		details.put("shareOfKeysDown", pool.unserved());
		if (!problems.isEmpty()) {
			details.put("problems", problems);
		}
		return details;
	}

}
