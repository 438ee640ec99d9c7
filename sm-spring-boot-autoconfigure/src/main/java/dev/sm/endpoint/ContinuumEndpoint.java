package dev.sm.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sm.cache.Placement;
import dev.sm.cache.PoolDescription;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows the pools with their nodes, and where a key is placed. Thread-safe.
 */
@Endpoint(id = "continuum", defaultAccess = Access.READ_ONLY)
public class ContinuumEndpoint {

	private static final long PROBE_SECONDS = 5;

	private final ShardedTemplates templates;

	private final @Nullable PrefixTemplate byPrefix;

	/**
	 * Creates the endpoint.
	 * @param templates the pools
	 * @param byPrefix knows which pool a key belongs to, or {@code null} if there are no
	 * rules for that
	 */
	public ContinuumEndpoint(ShardedTemplates templates, @Nullable PrefixTemplate byPrefix) {
		this.templates = templates;
		this.byPrefix = byPrefix;
	}

	/**
	 * All pools, or where the rules send a key. Asks the nodes of pools whether they
	 * answer.
	 * @param key the key, or {@code null} for the pools
	 * @return the placement of the key; without a key, the pools
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> continua(@Nullable String key) {
		return Answers.of(() -> {
			if (key == null) {
				return pools();
			}
			if (this.byPrefix == null) {
				throw new IllegalArgumentException("a key needs its pool, as in continuum/POOL?key=KEY: no rules below"
						+ " 'sm.cache.prefixes' say which pool it belongs to");
			}
			return KeyPlacement.of(this.byPrefix.explain(key));
		});
	}

	private Continua pools() {
		Map<String, CompletableFuture<PoolDescription>> probes = new LinkedHashMap<>();
		for (String name : new TreeSet<>(this.templates.names())) {
			probes.put(name, probe(this.templates.get(name)));
		}
		Map<String, Pool> pools = new LinkedHashMap<>();
		probes.forEach((name, probe) -> pools.put(name, Pool.of(probe.join())));
		return new Continua(pools);
	}

	/**
	 * One pool, or where it places a key.
	 * @param pool the name of the pool
	 * @param key the key, or {@code null} for the pool
	 * @return the placement of the key; without a key, the pool
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> placement(@Selector String pool, @Nullable String key) {
		return Answers.of(() -> {
			if (!this.templates.names().contains(pool)) {
				throw Answers.unknown("pool", pool, this.templates.names());
			}
			ShardedTemplate template = this.templates.get(pool);
			return (key != null) ? placed(template, key) : Pool.of(probe(template).join());
		});
	}

	/** Says so if the rules send the key elsewhere. */
	private KeyPlacement placed(ShardedTemplate template, String key) {
		Placement placement = template.explain(key);
		if (this.byPrefix != null) {
			String pool = this.byPrefix.poolFor(key);
			Map<String, Object> why = new LinkedHashMap<>(placement.why());
			why.put("poolByPrefix", pool);
			return new KeyPlacement(placement.key(), placement.node(), placement.nodes(), why);
		}
		return KeyPlacement.of(placement);
	}

	private static CompletableFuture<PoolDescription> probe(ShardedTemplate template) {
		return template.probe()
			.completeOnTimeout(template.describe(), PROBE_SECONDS, TimeUnit.SECONDS)
			.exceptionally((any) -> template.describe());
	}

	/**
	 * All pools.
	 *
	 * @param continua the pools by name
	 */
	public record Continua(Map<String, Pool> continua) implements OperationResponseBody {

	}

	/**
	 * A pool.
	 *
	 * @param algorithm how keys are placed
	 * @param nodes its nodes
	 */
	public record Pool(String algorithm, List<Node> nodes) implements OperationResponseBody {

		private static Pool of(PoolDescription pool) {
			return new Pool(pool.algorithm(),
					pool.nodes()
						.stream()
						.map((node) -> new Node(node.name(), node.weight(), node.share(), node.up()))
						.toList());
		}

	}

	/**
	 * A node.
	 *
	 * @param name its id
	 * @param weight its weight
	 * @param share its share of the key space: 0 to 1
	 * @param up whether it answered
	 */
	public record Node(String name, int weight, double share, boolean up) {

	}

	/**
	 * Where a key is placed.
	 *
	 * @param key the key
	 * @param node its node
	 * @param nodes the nodes in the order of preference
	 * @param why what decided it
	 */
	public record KeyPlacement(String key, String node, List<String> nodes,
			Map<String, Object> why) implements OperationResponseBody {

		private static KeyPlacement of(Placement placement) {
			return new KeyPlacement(placement.key(), placement.node(), placement.nodes(), placement.why());
		}

	}

}
