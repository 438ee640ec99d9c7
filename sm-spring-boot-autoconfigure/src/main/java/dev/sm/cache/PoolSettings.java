package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A pool as it is configured. Immutable; {@link #toString()} tells no secret. Made by
 * {@link #named(String)}.
 *
 * @param name the pool's name
 * @param type how its nodes are used
 * @param algorithm how keys are placed: the name of a continuum algorithm
 * @param hash the hash function, for algorithms that take one, or {@code null} for theirs
 * @param hashTag two characters that enclose the part of a key that is placed, empty for
 * none, or {@code null} for what goes with the algorithm: none for those that read what
 * memcached clients, ShardedKV and dynamic-sharding placed, otherwise <code>{}</code>, as
 * in Redis Cluster
 * @param keyPrefix what is put before every key; may be empty
 * @param defaultTtl how long values live that are written without a time to live, or
 * {@code null} for ever
 * @param timeout how long an operation may take at most
 * @param load how values are loaded that are missing
 * @param onChange what to do if the stored weights differ from the configured ones
 * @param migrationRate most keys that a migration moves in a second, or {@code null} for
 * no limit
 * @param migrationFence what keeps commands of an earlier phase from being executed
 * @param health when a node is left alone
 * @param replicas how a replicated pool writes and reads
 * @param near how much is kept inside this instance, or {@code null} for nothing
 * @param gutter what stands in for nodes that are left alone, or {@code null} for nothing
 * @param values how large values may be, and which are compressed
 * @param nodes the nodes; their order means nothing
 */
public record PoolSettings(String name, Type type, String algorithm, @Nullable String hash, @Nullable String hashTag,
		String keyPrefix, @Nullable Duration defaultTtl, Duration timeout, LoadSettings load, OnChange onChange,
		@Nullable Integer migrationRate, MigrationFence migrationFence, HealthSettings health, ReplicaSettings replicas,
		@Nullable NearSettings near, @Nullable GutterSettings gutter, ValueSettings values, List<NodeSettings> nodes) {

	/** The algorithms of clients that know no hash tags, or none unless told. */
	private static final Set<String> UNTAGGED = Set.of("libketama", "sharded-kv", "libmemcached-ketama",
			"spymemcached-ketama", "twemproxy-ketama", "static", "dynamic-sharding");

	public PoolSettings {
		nodes = List.copyOf(nodes);
		checkName(name, name, "pool name");
		check(!algorithm.isBlank(), name, "'continuum' must name an algorithm (was empty)");
		String tag = (hashTag != null) ? hashTag : UNTAGGED.contains(algorithm) ? "" : "{}";
		check(tag.isEmpty() || (tag.length() == 2 && tag.chars().allMatch((ch) -> ch > ' ' && ch < 0x7f)), name,
				"'hash-tag' must be two printable ASCII characters, such as '{}', or empty for none (was '" + hashTag
						+ "')");
		check(keyPrefix.chars().noneMatch((ch) -> tag.indexOf(ch) >= 0), name,
				"'key-prefix' must have none of the characters '" + tag
						+ "' of the hash tag, which would hide the keys' own tags (was '" + keyPrefix + "')");
		check(keyPrefix.length() <= 256, name,
				"'key-prefix' must have at most 256 characters (had " + keyPrefix.length() + ")");
		check(defaultTtl == null || defaultTtl.toMillis() > 0, name,
				"'default-ttl' must be 1ms or more (was " + defaultTtl + ")");
		check(timeout.toMillis() > 0, name, "'timeout' must be 1ms or more (was " + timeout + ")");
		checkLoad(name, load);
		check(migrationRate == null || migrationRate > 0, name,
				"'migration.rate' must be 1 or more (was " + migrationRate + ")");
		checkNear(name, near, migrationFence);
		checkCopies(name, type, near, nodes);
		checkGutter(name, type, gutter, migrationFence);
		checkNodes(name, nodes);
		hashTag = tag;
	}

	/**
	 * Starts the settings of a pool.
	 * @param name the pool's name
	 * @return a builder with the defaults
	 */
	public static Builder named(String name) {
		return new Builder(name);
	}

	/** These settings with other nodes. */
	PoolSettings withNodes(List<NodeSettings> others) {
		return new PoolSettings(this.name, this.type, this.algorithm, this.hash, this.hashTag, this.keyPrefix,
				this.defaultTtl, this.timeout, this.load, this.onChange, this.migrationRate, this.migrationFence,
				this.health, this.replicas, this.near, this.gutter, this.values, others);
	}

	private static void checkLoad(String pool, LoadSettings load) {
		Duration negative = load.negativeTtl();
		double eagerness = load.earlyRefresh();
		check(load.deadline().toMillis() > 0, pool,
				"'load.deadline' must be 1ms or more (was " + load.deadline() + ")");
		check(!load.staleTtl().isNegative(), pool,
				"'load.stale-ttl' must not be negative (was " + load.staleTtl() + ")");
		check(eagerness >= 0 && eagerness <= LoadSettings.MAX_EARLY_REFRESH, pool,
				"'load.early-refresh' must be between 0 and 100 (was " + eagerness + ")");
		check(negative == null || negative.toMillis() > 0, pool,
				"'load.negative-ttl' must be 1ms or more (was " + negative + ")");
	}

	private static void checkNear(String pool, @Nullable NearSettings near, MigrationFence fence) {
		check(near == null || near.maxEntries() > 0, pool, "'near-cache.max-entries' must be 1 or more");
		check(near == null || near.maxStaleness().compareTo(NearSettings.MIN_STALENESS) >= 0, pool,
				"'near-cache.max-staleness' must be " + NearSettings.MIN_STALENESS.toMillis() + "ms or more");
		check(near == null || fence == MigrationFence.CONNECTION, pool,
				"'near-cache.enabled' needs 'migration.fence' to be 'connection' (was '"
						+ fence.name().toLowerCase(Locale.ROOT)
						+ "'): reads by scripts are answered by the node always");
	}

	private static void checkCopies(String pool, Type type, @Nullable NearSettings near, List<NodeSettings> nodes) {
		for (NodeSettings node : nodes) {
			String key = "'read-from' of node '" + node.id() + "' ";
			for (String url : node.readFrom()) {
				check(!NodeUrls.scheme(url).isEmpty(), pool, key + "must have URLs that start with a scheme");
			}
			check(node.readFrom().isEmpty() || type == Type.SHARDED, pool,
					key + "needs 'type' to be 'sharded': the nodes of a replicated pool are each other's copies");
			check(node.readFrom().isEmpty() || near == null, pool,
					key + "cannot be used beside 'near-cache.enabled': copies do not tell of changes in time");
		}
	}

	private static void checkGutter(String pool, Type type, @Nullable GutterSettings gutter, MigrationFence fence) {
		check(gutter == null || type == Type.SHARDED, pool,
				"'gutter' needs 'type' to be 'sharded': other nodes of a replicated pool have the keys anyway");
		check(gutter == null || !gutter.pool().equals(pool), pool, "'gutter' must name another pool than itself");
		check(gutter == null || fence == MigrationFence.CONNECTION, pool,
				"'gutter' needs 'migration.fence' to be 'connection' (was '" + fence.name().toLowerCase(Locale.ROOT)
						+ "'): a pool that stands in knows nothing of the phases that scripts compare");
	}

	private static void checkNodes(String pool, List<NodeSettings> nodes) {
		check(!nodes.isEmpty(), pool, "must have a node at least");
		Set<String> ids = new HashSet<>();
		Set<String> names = new HashSet<>();
		boolean holds = false;
		for (NodeSettings node : nodes) {
			checkName(pool, node.id(), "node id");
			check(ids.add(node.id()), pool, "node '" + node.id() + "' is configured twice");
			check(names.add(node.continuumName()), pool, "two nodes have the label '" + node.continuumName() + "'");
			check(node.weight() >= 0 && node.weight() <= NodeSettings.MAX_WEIGHT, pool, "'weight' of node '" + node.id()
					+ "' must be between 0 and " + NodeSettings.MAX_WEIGHT + " (was " + node.weight() + ")");
			check(node.index() == null || node.index() >= 0, pool,
					"'index' of node '" + node.id() + "' must not be negative (was " + node.index() + ")");
			check(!node.scheme().isEmpty(), pool, "'url' of node '" + node.id() + "' must start with a scheme");
			holds |= node.weight() > 0;
		}
		check(holds, pool, "a node at least must have a weight above 0");
	}

	private static void checkName(String pool, String name, String what) {
		boolean good = !name.isBlank() && name.length() <= 200 && !".".equals(name) && !"..".equals(name)
				&& name.chars().noneMatch((ch) -> ch == '/' || ch == '=' || ch == ',' || ch < 0x20 || ch == 0x7f);
		check(good, pool, what + " '" + name
				+ "' must have 1 to 200 characters, none of them '/', '=', ',' or a control character");
	}

	private static void check(boolean condition, String pool, String message) {
		if (!condition) {
			throw new InvalidPoolException(pool, message);
		}
	}

	/** How a pool uses its nodes. */
	public enum Type {

		/** Each key is on one node. */
		SHARDED,

		/** Each key is on every node. */
		REPLICATED

	}

	/** What to do if the stored weights differ from the configured ones. */
	public enum OnChange {

		/** Use the stored weights and warn. */
		KEEP,

		/** Migrate to the configured weights. */
		MIGRATE,

		/** Fail the start. */
		FAIL

	}

	/**
	 * What keeps commands that were sent in an earlier phase from being executed late.
	 */
	public enum MigrationFence {

		/** The connections of who did not follow are ended at the server. */
		CONNECTION,

		/** Every command is a script that compares the number of the migration. */
		SCRIPT

	}

	/**
	 * Collects the settings of a pool. Not thread-safe.
	 */
	public static final class Builder {

		private final String name;

		private Type type = Type.SHARDED;

		private String algorithm = "weighted";

		private @Nullable String hash;

		private @Nullable String hashTag;

		private String keyPrefix = "";

		private @Nullable Duration defaultTtl;

		private Duration timeout = Duration.ofSeconds(2);

		private LoadSettings load = LoadSettings.DEFAULT;

		private OnChange onChange = OnChange.KEEP;

		private @Nullable Integer migrationRate;

		private MigrationFence migrationFence = MigrationFence.CONNECTION;

		private HealthSettings health = HealthSettings.DEFAULT;

		private ReplicaSettings replicas = ReplicaSettings.DEFAULT;

		private @Nullable NearSettings near;

		private @Nullable GutterSettings gutter;

		private ValueSettings values = ValueSettings.DEFAULT;

		private final List<NodeSettings> nodes = new ArrayList<>();

		private Builder(String name) {
			this.name = name;
		}

		public Builder type(Type type) {
			this.type = type;
			return this;
		}

		public Builder algorithm(String algorithm) {
			this.algorithm = algorithm;
			return this;
		}

		public Builder hash(@Nullable String hash) {
			this.hash = hash;
			return this;
		}

		public Builder hashTag(@Nullable String hashTag) {
			this.hashTag = hashTag;
			return this;
		}

		public Builder keyPrefix(String keyPrefix) {
			this.keyPrefix = keyPrefix;
			return this;
		}

		public Builder defaultTtl(@Nullable Duration defaultTtl) {
			this.defaultTtl = defaultTtl;
			return this;
		}

		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		public Builder loadDeadline(Duration loadDeadline) {
			return load(LoadSettings.within(loadDeadline));
		}

		public Builder load(LoadSettings load) {
			this.load = load;
			return this;
		}

		public Builder onChange(OnChange onChange) {
			this.onChange = onChange;
			return this;
		}

		public Builder migrationRate(@Nullable Integer migrationRate) {
			this.migrationRate = migrationRate;
			return this;
		}

		public Builder migrationFence(MigrationFence migrationFence) {
			this.migrationFence = migrationFence;
			return this;
		}

		public Builder health(HealthSettings health) {
			this.health = health;
			return this;
		}

		public Builder replicas(ReplicaSettings replicas) {
			this.replicas = replicas;
			return this;
		}

		public Builder near(@Nullable NearSettings near) {
			this.near = near;
			return this;
		}

		public Builder gutter(@Nullable GutterSettings gutter) {
			this.gutter = gutter;
			return this;
		}

		public Builder values(ValueSettings values) {
			this.values = values;
			return this;
		}

		public Builder node(NodeSettings node) {
			this.nodes.add(node);
			return this;
		}

		/**
		 * Builds the settings.
		 * @return the settings
		 * @throws InvalidPoolException if they contradict themselves
		 */
		public PoolSettings build() {
			return new PoolSettings(this.name, this.type, this.algorithm, this.hash, this.hashTag, this.keyPrefix,
					this.defaultTtl, this.timeout, this.load, this.onChange, this.migrationRate, this.migrationFence,
					this.health, this.replicas, this.near, this.gutter, this.values, this.nodes);
		}

	}

}
