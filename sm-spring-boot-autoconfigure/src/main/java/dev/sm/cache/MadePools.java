package dev.sm.cache;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pools that are made, and what they have beside themselves. Thread-safe.
 */
final class MadePools {

	private static final Logger logger = LoggerFactory.getLogger(Pools.class);

	private final Map<String, Pool> pools;

	private final Map<String, ShardedTemplate> templates = new LinkedHashMap<>();

	private final PoolMigrations migrations;

	private final DeadlineDriver deadlines;

	private final @Nullable MigrationDriver driver;

	private final @Nullable PoolRefresher refresher;

	private final @Nullable PrefixTemplate byPrefix;

	MadePools(Map<String, Pool> pools, PoolsStart.Beside parts) {
		this.pools = pools;
		this.migrations = parts.migrations();
		this.deadlines = parts.deadlines();
		this.driver = parts.driver();
		this.refresher = parts.refresher();
		this.byPrefix = (parts.rules() != null) ? new PrefixTemplate(parts.rules(), pools) : null;
		pools.forEach((name, pool) -> this.templates.put(name, new ShardedTemplate(pool)));
	}

	ShardedTemplate template(String pool) {
		return Objects.requireNonNull(this.templates.get(pool));
	}

	@Nullable PrefixTemplate byPrefix() {
		return this.byPrefix;
	}

	PoolMigrations migrations() {
		return this.migrations;
	}

	/** As {@link Pools#refresh(Collection)} has it. */
	synchronized Map<String, PoolRefresh.Outcome> refresh(Collection<PoolSettings> settings) {
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

	/** As {@link Pools#refresh(PrefixRules)} has it. */
	synchronized void refresh(@Nullable PrefixRules rules) {
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

	List<String> problems(String pool) {
		return (this.migrations instanceof LivePoolMigrations live) ? live.problems(pool) : List.of();
	}

	void close() {
		if (this.driver != null) {
			this.driver.close();
		}
		this.pools.values().forEach(Pool::close);
		this.deadlines.close();
	}

}
