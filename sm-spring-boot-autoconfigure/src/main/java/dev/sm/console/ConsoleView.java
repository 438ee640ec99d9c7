package dev.sm.console;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolDescription;
import dev.sm.cache.PrefixRules;
import dev.sm.manager.ServiceDescription;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see at one time. Immutable.
 *
 * @param services the services, by name
 * @param pools the pools, by name
 * @param migrations where the migration of each pool stands, by the pool's name
 * @param prefixes which pool a key belongs to, or {@code null} without rules for that
 */
public record ConsoleView(Map<String, ServiceDescription> services, Map<String, PoolDescription> pools,
		Map<String, MigrationStatus> migrations, @Nullable PrefixRules prefixes) {

	/** Nothing to see. */
	static final ConsoleView NOTHING = new ConsoleView(Map.of(), Map.of(), Map.of(), null);

	public ConsoleView {
		services = Collections.unmodifiableMap(new TreeMap<>(services));
		pools = Collections.unmodifiableMap(new TreeMap<>(pools));
		migrations = Collections.unmodifiableMap(new TreeMap<>(migrations));
	}

}
