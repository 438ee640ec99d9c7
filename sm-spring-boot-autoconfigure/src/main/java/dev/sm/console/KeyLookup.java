package dev.sm.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.sm.cache.Placement;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.manager.ServiceDescription.ShardInfo;
import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a key belongs: the node in each pool, and the shard and its owner in each
 * service. Thread-safe.
 */
public final class KeyLookup {

	private static final int MAX_KEY = 1024;

	private final Supplier<Map<String, ShardManager>> services;

	private final ShardedTemplates templates;

	private final ShardRouter router;

	private final @Nullable PrefixTemplate byPrefix;

	/**
	 * Creates a lookup.
	 * @param services gives the managers of the services by name
	 * @param templates the pools
	 * @param router finds owners
	 * @param byPrefix knows which pool a key belongs to, or {@code null} if there are no
	 * rules for that
	 */
	public KeyLookup(Supplier<Map<String, ShardManager>> services, ShardedTemplates templates, ShardRouter router,
			@Nullable PrefixTemplate byPrefix) {
		this.services = services;
		this.templates = templates;
		this.router = router;
		this.byPrefix = byPrefix;
	}

	Found find(String key) {
		if (key.isEmpty() || key.length() > MAX_KEY) {
			throw new IllegalArgumentException(
					"'key' must have 1 to " + MAX_KEY + " characters (had " + key.length() + ")");
		}
		List<InPool> pools = new ArrayList<>();
		for (String pool : new TreeSet<>(this.templates.names())) {
			Placement placement = this.templates.get(pool).explain(key);
			pools.add(new InPool(pool, placement.node(), placement.nodes(), placement.why()));
		}
		List<InService> found = new ArrayList<>();
		new TreeMap<>(this.services.get())
			.forEach((service, manager) -> inService(service, manager, key).ifPresent(found::add));
		return new Found(key, (this.byPrefix != null) ? this.byPrefix.poolFor(key) : null, pools, found);
	}

	private Optional<InService> inService(String service, ShardManager manager, String key) {
		ShardRouter routes = this.router.forService(service);
		String shard;
		try {
			shard = routes.shardFor(key);
		}
		catch (IllegalStateException ex) {
			// a service without fixed shards has no shard for a key
			return Optional.empty();
		}
		ShardInfo info = manager.describe()
			.shards()
			.stream()
			.filter((candidate) -> candidate.id().equals(shard))
			.findFirst()
			.orElse(new ShardInfo(shard, null, 0, "UNPLACED", 0, List.of(), ""));
		String address = routes.ownerOf(shard).map(ShardOwner::address).map(String::valueOf).orElse(null);
		return Optional.of(new InService(service, shard, info.owner(), address, info.epoch(), info.state(),
				info.standbys(), info.reason()));
	}

	/**
	 * Where a key belongs.
	 *
	 * @param key the key
	 * @param pool the pool that the rules send it to, or {@code null} without rules
	 * @param pools its place in each pool
	 * @param services its place in each service that finds shards by key
	 */
	record Found(String key, @Nullable String pool, List<InPool> pools, List<InService> services) {

	}

	/**
	 * A key's place in a pool.
	 *
	 * @param pool the pool
	 * @param node its node
	 * @param nodes the nodes in the order of preference
	 * @param why what decided it
	 */
	record InPool(String pool, String node, List<String> nodes, Map<String, Object> why) {

	}

	/**
	 * A key's place in a service.
	 *
	 * @param service the service
	 * @param shard its shard
	 * @param owner who owns the shard, or {@code null}
	 * @param address where requests for it go
	 * @param epoch the epoch of its ownership
	 * @param state its state
	 * @param standbys who keeps copies
	 * @param reason why it is where it is
	 */
	record InService(String service, String shard, @Nullable String owner, @Nullable String address, long epoch,
			String state, List<String> standbys, String reason) {

	}

}
