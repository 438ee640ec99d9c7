package dev.sm.cache;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of an application: makes them of their settings and closes them. Thread-safe.
 */
public final class Pools implements ShardedTemplates, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Pools.class);

	private final Map<String, Pool> pools;

	private final Map<String, ShardedTemplate> templates = new LinkedHashMap<>();

	private final PoolMigrations migrations;

	private final DeadlineDriver deadlines;

	private final @Nullable MigrationDriver driver;

	private final @Nullable PoolRefresher refresher;

	private final @Nullable PrefixTemplate byPrefix;

	Pools(Map<String, Pool> pools, PoolsStart.Beside parts) {
		this.pools = pools;
		this.migrations = parts.migrations();
		this.deadlines = parts.deadlines();
		this.driver = parts.driver();
		this.refresher = parts.refresher();
		this.byPrefix = (parts.rules() != null) ? new PrefixTemplate(parts.rules(), pools) : null;
		pools.forEach((name, pool) -> this.templates.put(name, new ShardedTemplate(pool)));
	}

	/**
	 * Starts to collect what pools are made of.
	 * @return a builder
	 */
	public static PoolsBuilder builder() {
		return new PoolsBuilder();
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(this.templates.keySet());
	}

	@Override
	public ShardedTemplate get(String pool) {
		ShardedTemplate template = this.templates.get(pool);
		if (template == null) {
			throw new IllegalArgumentException("there is no pool '" + pool + "'; there are "
					+ String.join(", ", new TreeSet<>(this.templates.keySet())));
		}
		return template;
	}

	/**
	 * The operations on all pools in one, if there are rules that say which of them a key
	 * belongs to.
	 * @return the operations; empty without rules
	 */
	public Optional<PrefixTemplate> byPrefix() {
		return Optional.ofNullable(this.byPrefix);
	}

	/**
	 * The migrations of these pools.
	 * @return the migrations
	 */
	public PoolMigrations migrations() {
		return this.migrations;
	}

	/**
	 * Applies settings that were read again, as {@link PoolRefresh} has it.
	 * @param settings the settings of all pools
	 * @return what became of each pool
	 */
	public synchronized Map<String, PoolRefresh.Outcome> refresh(Collection<PoolSettings> settings) {
		Map<String, PoolRefresh.Outcome> outcomes = new LinkedHashMap<>();
		Set<String> gone = new TreeSet<>(this.pools.keySet());
		for (PoolSettings next : settings) {
			Pool pool = this.pools.get(next.name());
			gone.remove(next.name());
			outcomes.put(next.name(),
					(pool != null && this.refresher != null) ? this.refresher.apply(pool, next)
							: PoolRefresher.refused(next.name(), (pool != null) ? "it has no coordination store"
									: "it is new, and pools are made at the start only: restart the instances"));
		}
		gone.forEach((name) -> outcomes.put(name, PoolRefresher.refused(name,
				"it is not configured any more, and pools end with the instance only: restart the instances")));
		return outcomes;
	}

	/**
	 * Applies rules that were read again, for operations that begin from here on. Keys
	 * that come to another pool by that are missing there.
	 * @param rules the rules, or {@code null} for none
	 * @throws IllegalArgumentException if they cannot be while the pools are in use;
	 * nothing has changed
	 */
	public synchronized void refresh(@Nullable PrefixRules rules) {
		PrefixTemplate template = this.byPrefix;
		if ((template != null) != (rules != null)) {
			throw new IllegalArgumentException("rules for keys cannot " + ((rules != null) ? "come" : "go")
					+ " while the pools are in use: restart the instances");
		}
		if (template != null && rules != null) {
			template.rules(rules);
		}
	}

	/** Begins what {@code on-change} asks for. */
	void migrateToConfigured() {
		if (!(this.migrations instanceof LivePoolMigrations live)) {
			return;
		}
		this.pools.values()
			.stream()
			.filter((pool) -> pool.settings().onChange() == PoolSettings.OnChange.MIGRATE)
			.filter((pool) -> pool.settings().type() == PoolSettings.Type.SHARDED)
			.forEach((pool) -> {
				try {
					live.beginAutomatically(pool.name(), WeightsDecision.configured(pool.settings()));
				}
				catch (MigrationRefusedException ex) {
					logger.info("Pool '{}' does not migrate to its configured weights now: {}", pool.name(),
							ex.getMessage());
				}
			});
	}

	/**
	 * What keeps a pool's nodes from being what they should be.
	 * @param pool the name of the pool
	 * @return for people; empty if all is well
	 */
	public List<String> problems(String pool) {
		return (this.migrations instanceof LivePoolMigrations live) ? live.problems(pool) : List.of();
	}

	/**
	 * Closes all nodes. Operations that are under way fail, as does whatever is asked
	 * afterwards.
	 */
	@Override
	public void close() {
		if (this.driver != null) {
			this.driver.close();
		}
		this.pools.values().forEach(Pool::close);
		this.deadlines.close();
	}

}
