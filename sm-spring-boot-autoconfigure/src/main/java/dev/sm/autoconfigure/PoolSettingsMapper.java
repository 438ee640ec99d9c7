package dev.sm.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.sm.cache.GutterSettings;
import dev.sm.cache.HealthSettings;
import dev.sm.cache.LoadSettings;
import dev.sm.cache.NearSettings;
import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.ReplicaSettings;
import dev.sm.cache.ValueSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** Makes the settings of pools of their properties. */
final class PoolSettingsMapper {

	private static final String H2_MEMORY = "jdbc:h2:mem:";

	private final ObjectProvider<SslBundles> sslBundles;

	private final ConnectedNodes connected;

	private final boolean sharedCoordination;

	/**
	 * Creates a mapper.
	 * @param sslBundles knows TLS settings by name
	 * @param connected knows where nodes are that have connection details
	 * @param sharedCoordination whether instances coordinate through a store that they
	 * share, so that nodes should be shared too
	 */
	PoolSettingsMapper(ObjectProvider<SslBundles> sslBundles, ConnectedNodes connected, boolean sharedCoordination) {
		this.sslBundles = sslBundles;
		this.connected = connected;
		this.sharedCoordination = sharedCoordination;
	}

	/**
	 * Makes the settings of all pools.
	 * @return the settings; none if no pool is configured and no node has details
	 */
	List<PoolSettings> map() {
		List<PoolSettings> settings = new ArrayList<>();
		this.connected.pools().forEach((name, pool) -> settings.add(map(name, pool)));
		return settings;
	}

	private PoolSettings map(String name, CacheProperties.Pool pool) {
		Map<String, NodeConnectionDetails> details = this.connected.of(name, pool);
		PoolPropertyChecks.checkUrls(name, pool.nodes(), details.keySet());
		PoolSettings.Builder builder = PoolSettings.named(name)
			.type(pool.type())
			.algorithm(pool.continuum())
			.hash(pool.hash())
			.hashTag(pool.hashTag())
			.keyPrefix(pool.keyPrefix())
			.defaultTtl(pool.defaultTtl())
			.timeout(pool.timeout())
			.load(load(pool.load()))
			.onChange(pool.onChange())
			.migrationRate(pool.migration().rate())
			.migrationFence(pool.migration().fence())
			.health(health(pool.health()))
			.replicas(replicas(pool))
			.values(new ValueSettings(bytes(pool.values().maxSize()), bytes(pool.values().compressAbove())))
			.gutter(StringUtils.hasText(pool.gutter()) ? new GutterSettings(pool.gutter(), pool.gutterTtl()) : null)
			.near(pool.nearCache().enabled()
					? new NearSettings(pool.nearCache().maxEntries(), pool.nearCache().maxStaleness()) : null);
		pool.nodes().forEach((id, node) -> builder.node(node(name, id, pool, node, details.get(id))));
		if (pool.nodes().isEmpty()) {
			CacheProperties.Node node = new Binder().bindOrCreate("", Bindable.of(CacheProperties.Node.class));
			details.forEach((id, detail) -> builder.node(node(name, id, pool, node, detail)));
		}
		return builder.build();
	}

	private static @Nullable Integer bytes(@Nullable DataSize size) {
		return (size != null) ? Math.toIntExact(size.toBytes()) : null;
	}

	private static LoadSettings load(CacheProperties.Load load) {
		return new LoadSettings(load.deadline(), load.staleTtl(), load.earlyRefresh(), load.negativeTtl());
	}

	private static HealthSettings health(CacheProperties.Health health) {
		return new HealthSettings(health.failures(), health.probeInterval(), health.maxProbeInterval(),
				health.maxInFlight());
	}

	private static ReplicaSettings replicas(CacheProperties.Pool pool) {
		CacheProperties.Repair repair = pool.repair();
		String budget = pool.read().hedgeBudget();
		double part = (budget != null) ? Integer.parseInt(budget.substring(0, budget.length() - 1)) / 100.0
				: ReplicaSettings.DEFAULT.hedgeBudget();
		return new ReplicaSettings(pool.write(), part, pool.read().askOthers(), repair.ttl(), repair.warmUp(),
				repair.maxMissed(), repair.directory());
	}

	private NodeSettings node(String pool, String id, CacheProperties.Pool settings, CacheProperties.Node node,
			@Nullable NodeConnectionDetails details) {
		NodeSettings mapped = (details != null) ? connected(id, node, details) : configured(pool, id, node);
		if (this.sharedCoordination && !settings.allowPrivateNodes() && isPrivate(mapped)) {
			throw PrivateNodesException.configured(pool, id);
		}
		return mapped;
	}

	private NodeSettings configured(String pool, String id, CacheProperties.Node node) {
		return new NodeSettings(id, String.valueOf(node.url()).trim(), node.weight(), node.label(), node.index(),
				node.username(), node.password(),
				ssl(PoolPropertyChecks.PREFIX + pool + ".nodes." + id + ".ssl.bundle", node.ssl().bundle()),
				node.zone(), node.readFrom().stream().map(String::trim).toList());
	}

	private static NodeSettings connected(String id, CacheProperties.Node node, NodeConnectionDetails details) {
		SslBundle bundle = details.getSslBundle();
		return new NodeSettings(id, details.getUrl().trim(), node.weight(), node.label(), node.index(),
				details.getUsername(), details.getPassword(), (bundle != null) ? bundle::createSslContext : null,
				node.zone(), List.of());
	}

	/** Whether every instance would have a node of its own. */
	private static boolean isPrivate(NodeSettings node) {
		return "memory".equals(node.scheme()) || node.url().regionMatches(true, 0, H2_MEMORY, 0, H2_MEMORY.length());
	}

	private @Nullable Supplier<SSLContext> ssl(String key, @Nullable String bundle) {
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		SslBundles bundles = SslBundleCheck.requireBundle(key, bundle, this.sslBundles.getIfAvailable());
		return () -> bundles.getBundle(bundle).createSslContext();
	}

}
