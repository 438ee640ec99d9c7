package dev.sm.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.StringUtils;

/** Finds the connection details of each node. */
final class ConnectedNodes {

	private static final Logger logger = LoggerFactory.getLogger(ConnectedNodes.class);

	/** The id of a node that nobody has named; it is that of the Redis of Boot too. */
	private static final String UNNAMED = "redis";

	private final Map<String, NodeConnectionDetails> details;

	private final Map<String, CacheProperties.Pool> pools;

	private ConnectedNodes(Map<String, NodeConnectionDetails> details, Map<String, CacheProperties.Pool> pools) {
		this.details = details;
		this.pools = pools;
	}

	/**
	 * Looks for beans with connection details, and tells of those that are for no node.
	 * @param beans has the beans
	 * @param properties the pools that are configured
	 * @return what was found
	 */
	static ConnectedNodes of(ListableBeanFactory beans, CacheProperties properties) {
		Map<String, NodeConnectionDetails> details = beans.getBeansOfType(NodeConnectionDetails.class);
		Map<String, CacheProperties.Pool> pools = new LinkedHashMap<>(properties.pools());
		if (pools.isEmpty() && details.values().stream().anyMatch(ConnectedNodes::isForDefault)) {
			pools.put(UnconfiguredPool.NAME, new Binder().bindOrCreate("", Bindable.of(CacheProperties.Pool.class)));
		}
		ConnectedNodes nodes = new ConnectedNodes(details, pools);
		details.forEach(nodes::tellIfUnused);
		return nodes;
	}

	private static boolean isForDefault(NodeConnectionDetails node) {
		return node.getPool() == null || UnconfiguredPool.NAME.equals(node.getPool());
	}

	/**
	 * The pools to make: those that are configured, or else one of the nodes that there
	 * are details of.
	 * @return the pools by name
	 */
	Map<String, CacheProperties.Pool> pools() {
		return this.pools;
	}

	/**
	 * The details of the nodes of a pool.
	 * @param name the pool's name
	 * @param pool the pool
	 * @return the details by the node's id
	 * @throws AmbiguousNodeException if two are for one node
	 */
	Map<String, NodeConnectionDetails> of(String name, CacheProperties.Pool pool) {
		Map<String, NodeConnectionDetails> found = new LinkedHashMap<>();
		Map<String, String> beans = new LinkedHashMap<>();
		this.details.forEach((bean, node) -> {
			String id = name.equals(pool(node)) ? id(node, pool) : null;
			if (id != null) {
				String other = beans.put(id, bean);
				if (other != null) {
					throw new AmbiguousNodeException(name, id, List.of(other, bean));
				}
				found.put(id, node);
			}
		});
		return found;
	}

	private @Nullable String pool(NodeConnectionDetails node) {
		String pool = node.getPool();
		Set<String> names = this.pools.keySet();
		if (pool != null) {
			return names.contains(pool) ? pool : null;
		}
		return names.contains(UnconfiguredPool.NAME) ? UnconfiguredPool.NAME
				: (names.size() == 1) ? names.iterator().next() : null;
	}

	private static @Nullable String id(NodeConnectionDetails node, CacheProperties.Pool pool) {
		Map<String, CacheProperties.Node> configured = pool.nodes();
		String id = node.getNode();
		if (configured.isEmpty()) {
			return (id != null) ? id : UNNAMED;
		}
		if (id != null) {
			return configured.containsKey(id) ? id : null;
		}
		List<String> candidates = configured.entrySet()
			.stream()
			.filter((entry) -> isRedis(entry.getValue()))
			.map(Map.Entry::getKey)
			.toList();
		return (candidates.size() == 1) ? candidates.get(0) : null;
	}

	private static boolean isRedis(CacheProperties.Node node) {
		String url = node.url();
		return !StringUtils.hasText(url) || url.trim().regionMatches(true, 0, "redis", 0, "redis".length());
	}

	private void tellIfUnused(String bean, NodeConnectionDetails node) {
		String name = pool(node);
		CacheProperties.Pool pool = (name != null) ? this.pools.get(name) : null;
		if (pool == null) {
			logger.info("The connection details '{}' are not used: they are for {}, and the pools are {}", bean,
					(node.getPool() != null) ? "pool '" + node.getPool() + "'" : "the pool 'default' or the only pool",
					new TreeSet<>(this.pools.keySet()));
		}
		else if (id(node, pool) == null) {
			logger.info("The connection details '{}' are not used: they are for {} of pool '{}', whose nodes are {}",
					bean, (node.getNode() != null) ? "node '" + node.getNode() + "'" : "the only Redis node", name,
					new TreeSet<>(pool.nodes().keySet()));
		}
	}

}
