package dev.sm.console;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolDescription;
import dev.sm.cache.PoolMigrations;
import dev.sm.cache.PrefixTemplate;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ShardManager;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of the running application. Nodes are asked whether they answer;
 * what they answered last is shown meanwhile. Not thread-safe.
 */
public final class LiveSource implements ConsoleSource {

	private final Supplier<Map<String, ShardManager>> services;

	private final ShardedTemplates templates;

	private final @Nullable PoolMigrations migrations;

	private final @Nullable PrefixTemplate byPrefix;

	private final Map<String, CompletableFuture<PoolDescription>> probes = new HashMap<>();

	private final Map<String, PoolDescription> answers = new HashMap<>();

	/**
	 * Creates a source.
	 * @param services gives the managers of the services by name
	 * @param templates the pools
	 * @param migrations their migrations, or {@code null} if there are none
	 * @param byPrefix knows which pool a key belongs to, or {@code null} if there are no
	 * rules for that
	 */
	public LiveSource(Supplier<Map<String, ShardManager>> services, ShardedTemplates templates,
			@Nullable PoolMigrations migrations, @Nullable PrefixTemplate byPrefix) {
		this.services = services;
		this.templates = templates;
		this.migrations = migrations;
		this.byPrefix = byPrefix;
	}

	@Override
	public ConsoleView view() {
		Map<String, ServiceDescription> described = new LinkedHashMap<>();
		this.services.get().forEach((name, manager) -> described.put(name, manager.describe()));
		Map<String, PoolDescription> pools = new LinkedHashMap<>();
		Map<String, MigrationStatus> states = new LinkedHashMap<>();
		for (String name : this.templates.names()) {
			pools.put(name, pool(this.templates.get(name)));
			if (this.migrations != null) {
				states.put(name, this.migrations.status(name));
			}
		}
		return new ConsoleView(described, pools, states, (this.byPrefix != null) ? this.byPrefix.rules() : null);
	}

	private PoolDescription pool(ShardedTemplate template) {
		PoolDescription described = template.describe();
		CompletableFuture<PoolDescription> probe = this.probes.get(described.name());
		if (probe == null || probe.isDone()) {
			if (probe != null && !probe.isCompletedExceptionally()) {
				this.answers.put(described.name(), probe.join());
			}
			this.probes.put(described.name(), template.probe());
		}
		return this.answers.getOrDefault(described.name(), described);
	}

}
