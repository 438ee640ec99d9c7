package dev.sm.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.sm.cache.PoolSettings.MigrationFence;
import dev.sm.cache.PoolSettings.OnChange;
import dev.sm.cache.PoolSettings.Type;
import dev.sm.cache.ReplicaSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The routed cache.
 *
 * @param pools Pools by name; by default one pool with the Redis that is configured for
 * Boot, else with memory.
 * @param spring Spring's cache abstraction (@Cacheable) on pools.
 * @param caches Caches of Spring's cache abstraction by name; each exists from the start.
 * @param prefixes Which pool a key belongs to, by what it begins with.
 * @param jdbc What all nodes that are databases have in common.
 */
record CacheProperties(@DefaultValue Map<String, Pool> pools, @DefaultValue Spring spring,
		@DefaultValue Map<String, Cache> caches, @DefaultValue Prefixes prefixes, @DefaultValue Jdbc jdbc) {

	/**
	 * Which pool a key belongs to, by what it begins with.
	 *
	 * @param defaultPool Name of the pool of keys that no rule is for; by default the
	 * pool named default, or the only pool.
	 * @param rules Rules by name. The one with the longest prefix that a key begins with
	 * counts; their order means nothing.
	 */
	record Prefixes(@Nullable String defaultPool, @DefaultValue Map<String, Rule> rules) {

	}

	/**
	 * A rule for keys.
	 *
	 * @param prefix What keys begin with that the rule is for, 1 to 256 characters.
	 * @param pool Name of the pool that they belong to.
	 */
	record Rule(@Nullable String prefix, @Nullable String pool) {

	}

	/**
	 * Nodes that are databases.
	 *
	 * @param initializeSchema Where a node makes the tables that are not there: in
	 * embedded databases, always, or never.
	 * @param connections How many commands a node works on at once, each with a
	 * connection of its own, from 1 to 1000.
	 * @param sweepInterval How long to wait between two sweeps of expired values, 1ms or
	 * more.
	 */
	record Jdbc(@DefaultValue("embedded") InitializeSchema initializeSchema, @DefaultValue("8") int connections,
			@DefaultValue("1m") Duration sweepInterval) {

	}

	/** Where a node makes the tables that are not there. */
	enum InitializeSchema {

		/** In every database. */
		ALWAYS,

		/** In embedded databases only. */
		EMBEDDED,

		/** Nowhere. */
		NEVER

	}

	/**
	 * Spring's cache abstraction on pools.
	 *
	 * @param enabled Whether an application with @EnableCaching and without a
	 * CacheManager of its own is given one on pools. Setting spring.cache.type gives it
	 * Boot's instead.
	 * @param pool Name of the pool of caches that name none; by default the pool named
	 * default, or the only pool.
	 * @param ttl How long entries live, 1ms or more, in caches that say nothing else; by
	 * default as long as the pool's default-ttl.
	 * @param nullValues Whether caches remember null, unless they say something else.
	 * @param dynamic Whether caches that are not configured are made when they are first
	 * used.
	 * @param transactionAware Whether what is written to and removed from caches in a
	 * transaction waits for its commit.
	 * @param trustedPackages Packages whose types may be made of what is stored, beside
	 * the application's own packages and the JDK's values and collections.
	 */
	record Spring(@DefaultValue("true") boolean enabled, @Nullable String pool, @Nullable Duration ttl,
			@DefaultValue("true") boolean nullValues, @DefaultValue("true") boolean dynamic,
			@DefaultValue("false") boolean transactionAware, @DefaultValue List<String> trustedPackages) {

	}

	/**
	 * A cache of Spring's cache abstraction.
	 *
	 * @param pool Name of its pool; by default that of sm.cache.spring.
	 * @param ttl How long its entries live, 1ms or more; by default as sm.cache.spring
	 * says.
	 * @param nullValues Whether it remembers null; by default as sm.cache.spring says.
	 */
	record Cache(@Nullable String pool, @Nullable Duration ttl, @Nullable Boolean nullValues) {

	}

	/**
	 * A pool.
	 *
	 * @param type How the pool uses its nodes.
	 * @param continuum Algorithm that places keys on nodes: weighted, jump, libketama,
	 * libmemcached-ketama, spymemcached-ketama, twemproxy-ketama, sharded-kv, static,
	 * dynamic-sharding, redis-cluster, or one of a bean.
	 * @param hash Hash function, for algorithms that take one, such as fnv1a_64; for
	 * static, how many bits of a key count.
	 * @param hashTag Two characters that enclose the part of a key that is placed, or
	 * empty for none; by default {}, and none for algorithms that read what clients
	 * without hash tags placed.
	 * @param keyPrefix What is put before every key, at most 256 characters.
	 * @param defaultTtl How long values live that are written without a time to live, 1ms
	 * or more; for ever by default.
	 * @param timeout How long an operation may take at most, 1ms or more.
	 * @param onChange What a start does when the configured weights differ from the
	 * stored ones.
	 * @param nodes Nodes by id. Their order means nothing.
	 * @param allowPrivateNodes Whether every instance may have memory nodes of its own
	 * although instances coordinate through a shared store.
	 * @param write How many nodes of a replicated pool must have a value before a write
	 * is acknowledged.
	 * @param read How a replicated pool reads.
	 * @param repair What a replicated pool does for nodes that have missed writes.
	 * @param gutter Name of the pool that stands in for nodes that are left alone.
	 * @param gutterTtl How long the gutter keeps values at most, 1ms or more.
	 * @param values How large values may be, and which are compressed.
	 * @param nearCache Cache inside this instance.
	 * @param health When a node is left alone.
	 * @param migration Limits of a migration.
	 * @param load Loading of values that are missing.
	 */
	record Pool(@DefaultValue("sharded") Type type, @DefaultValue("weighted") String continuum, @Nullable String hash,
			@Nullable String hashTag, @DefaultValue("") String keyPrefix, @Nullable Duration defaultTtl,
			@DefaultValue("2s") Duration timeout, @DefaultValue("keep") OnChange onChange,
			@DefaultValue Map<String, Node> nodes, @DefaultValue("false") boolean allowPrivateNodes,
			@DefaultValue("all") ReplicaSettings.Write write, @DefaultValue Read read, @DefaultValue Repair repair,
			@Nullable String gutter, @DefaultValue("10s") Duration gutterTtl, @DefaultValue Values values,
			@DefaultValue NearCache nearCache, @DefaultValue Health health, @DefaultValue Migration migration,
			@DefaultValue Load load) {

	}

	/**
	 * A node.
	 *
	 * @param url Where the node is. The scheme chooses its kind: redis, rediss, jdbc,
	 * memory.
	 * @param weight Share of the node relative to others, from 0 (configured, but holding
	 * nothing) to 1000000.
	 * @param label Name by which the continuum places the node; its id by default.
	 * @param index Position of the node, 0 or more, for algorithms that number their
	 * nodes: jump, static, redis-cluster.
	 * @param username User; that of the URL by default.
	 * @param password Password of the user; that of the URL by default.
	 * @param ssl TLS.
	 * @param zone Zone of the node: instances in the same sm.participant.zone read from
	 * it first if the pool is replicated.
	 * @param readFrom Comma-separated list of URLs of copies that reads go to, by turns,
	 * although a copy may be older than what was acknowledged.
	 */
	record Node(@Nullable String url, @DefaultValue("100") int weight, @Nullable String label, @Nullable Integer index,
			@Nullable String username, @Nullable String password, @DefaultValue CoordinationProperties.Ssl ssl,
			@Nullable String zone, @DefaultValue List<String> readFrom) {

		@Override
		public String toString() {
			return "Node[weight=" + this.weight + "]";
		}

	}

	/**
	 * How a replicated pool reads.
	 *
	 * @param hedgeBudget Share of reads that may be sent to a second node because the
	 * first is slow, in percent; 5% by default.
	 * @param askOthers Whether other nodes are asked for a value that one node lacks.
	 */
	record Read(@Nullable String hedgeBudget, @DefaultValue("true") boolean askOthers) {

	}

	/**
	 * What a replicated pool does for nodes that have missed writes.
	 *
	 * @param ttl How long a value lives that was copied to a node that lacked it, 1ms or
	 * more.
	 * @param warmUp How long a node that answers again is filled before it is read from,
	 * at most; 0s for not at all.
	 * @param maxMissed Most keys of missed writes that are remembered for one node, 1 or
	 * more. A node that has missed more is emptied.
	 * @param directory Directory in which they are kept for the next start; by default
	 * they are not.
	 */
	record Repair(@DefaultValue("1m") Duration ttl, @DefaultValue("10s") Duration warmUp,
			@DefaultValue("100000") int maxMissed, @Nullable Path directory) {

	}

	/**
	 * How large values may be, and which are compressed.
	 *
	 * @param maxSize Most bytes that a value may have as it is stored, 1B or more; larger
	 * ones are refused. No limit by default.
	 * @param compressAbove Size above which values are compressed, 0B or more. None is
	 * unless set.
	 */
	record Values(@Nullable DataSize maxSize, @Nullable DataSize compressAbove) {

	}

	/**
	 * A cache inside this instance.
	 *
	 * @param enabled Whether values are kept inside this instance too.
	 * @param maxEntries Most values that are kept, 1 or more.
	 * @param maxStaleness How stale values may be that are answered from memory, 10ms or
	 * more; what nodes tell of is forgotten at once.
	 */
	record NearCache(@DefaultValue("false") boolean enabled, @DefaultValue("10000") int maxEntries,
			@DefaultValue("1s") Duration maxStaleness) {

	}

	/**
	 * When a node is left alone, so that it costs its own keys only.
	 *
	 * @param failures How many operations in a row a node may leave without an answer
	 * before it is only probed and operations on its keys fail at once, 1 or more.
	 * @param probeInterval How long after that a node is first probed, 1ms or more; the
	 * pauses double from there.
	 * @param maxProbeInterval Longest pause between two probes, probe-interval or more.
	 * @param maxInFlight Most operations that wait for one node at once, 1 or more; while
	 * it is slow, a sixteenth of that. Others fail at once.
	 */
	record Health(@DefaultValue("5") int failures, @DefaultValue("200ms") Duration probeInterval,
			@DefaultValue("5s") Duration maxProbeInterval, @DefaultValue("1024") int maxInFlight) {

	}

	/**
	 * The limits of a migration.
	 *
	 * @param rate Most keys that one migration moves in a second, 1 or more; no limit by
	 * default.
	 * @param fence What keeps commands that were sent before a migration from being
	 * executed late: ending the connections of instances that did not follow, or a script
	 * for every command.
	 */
	record Migration(@Nullable Integer rate, @DefaultValue("connection") MigrationFence fence) {

	}

	/**
	 * The loading of values that are missing.
	 *
	 * @param deadline How long a load may take before another instance may replace it,
	 * and keep others waiting; 1ms or more.
	 * @param staleTtl How long a loaded value may still be read after its time to live,
	 * while it is loaded anew in the background; 0s for not at all.
	 * @param earlyRefresh How eagerly a loaded value is loaded anew before its time to
	 * live is over (XFetch), 0 to 100: 0 for never, 1 is usual.
	 * @param negativeTtl How long it is remembered that a loader made no value, 1ms or
	 * more. Not at all unless set.
	 */
	record Load(@DefaultValue("10s") Duration deadline, @DefaultValue("0s") Duration staleTtl,
			@DefaultValue("0") double earlyRefresh, @Nullable Duration negativeTtl) {

	}

}
