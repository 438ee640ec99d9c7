package dev.sm.metrics;

import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ShardManager;
import dev.sm.membership.MembershipStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters of ownership, tagged by service: how many shards there are, and how many of them
 * are in which state, where the whole service is known. There are none by shard or
 * participant, so that their number stays small. Thread-safe.
 */
public class OwnershipMetrics implements MeterBinder {

	private final String participantId;

	private final Supplier<MembershipStatus> membership;

	private final Supplier<Map<String, ShardManager>> services;

	/**
	 * Creates the meters; nothing is measured before they are bound.
	 * @param participantId identifies this instance
	 * @param membership gives the state of its session
	 * @param services gives the managers of its services by name
	 */
	public OwnershipMetrics(String participantId, Supplier<MembershipStatus> membership,
			Supplier<Map<String, ShardManager>> services) {
		this.participantId = participantId;
		this.membership = membership;
		this.services = services;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("sm.session.valid", this.membership, (membership) -> membership.get().valid() ? 1 : 0)
			.description("Whether the session of this instance counts as alive: 1 or 0")
			.strongReference(true)
			.register(registry);
		this.services.get().forEach((name, manager) -> new Service(registry, name, manager).bind());
	}

	private final class Service {

		private final MeterRegistry registry;

		private final Tags tags;

		private final ShardManager manager;

		private Service(MeterRegistry registry, String name, ShardManager manager) {
			this.registry = registry;
			this.tags = Tags.of("service", name);
			this.manager = manager;
		}

		private void bind() {
			gauge("sm.shards.held", "shards", "Shards that this instance holds", (manager) -> manager.held().size());
			gauge("sm.shards", "shards", "Shards of the service",
					(manager) -> known(manager, (service) -> service.shards().size()));
			gauge("sm.shards.assigned", "shards", "Shards that have an owner",
					(manager) -> count(manager, (shard) -> shard.owner() != null));
			gauge("sm.shards.unplaced", "shards", "Shards that no participant can own",
					(manager) -> count(manager, (shard) -> shard.state().equals("UNPLACED")));
			gauge("sm.shards.quarantined", "shards", "Shards whose handler failed too often",
					(manager) -> count(manager, (shard) -> shard.state().equals("QUARANTINED")));
			gauge("sm.participants", "participants", "Participants of the service",
					(manager) -> known(manager, (service) -> service.participants().size()));
			gauge("sm.generation", null, "Generation of the assignment",
					(manager) -> known(manager, ServiceDescription::generation));
			gauge("sm.controller", null, "Whether this instance computes the assignment: 1 or 0",
					(manager) -> manager.known().filter(this::isController).isPresent() ? 1 : 0);
		}

		private double count(ShardManager manager, Predicate<ServiceDescription.ShardInfo> counted) {
			return known(manager, (service) -> service.shards().stream().filter(counted).count());
		}

		/** Not a number where only a part of the service is known. */
		private double known(ShardManager manager, ToDoubleFunction<ServiceDescription> value) {
			return manager.known().map((service) -> value.applyAsDouble(service)).orElse(Double.NaN);
		}

		private boolean isController(ServiceDescription service) {
			return OwnershipMetrics.this.participantId.equals(service.controller());
		}

		private void gauge(String name, @Nullable String unit, String description,
				ToDoubleFunction<ShardManager> value) {
			Gauge.builder(name, this.manager, value)
				.baseUnit(unit)
				.description(description)
				.tags(this.tags)
				.strongReference(true)
				.register(this.registry);
		}

	}

}
