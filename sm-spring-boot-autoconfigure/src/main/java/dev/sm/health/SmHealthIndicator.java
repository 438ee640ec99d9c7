package dev.sm.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ShardInfo;
import dev.sm.manager.ShardManager;
import dev.sm.membership.MembershipStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of coordination and ownership: {@code DOWN} while this instance has no session,
 * since it cannot hold shards then. A shard in quarantine is shown, but does not make the
 * instance unhealthy: it harms itself only. Thread-safe.
 */
public class SmHealthIndicator extends AbstractHealthIndicator {

	/** So many ids tell enough. */
	private static final int MAX_LISTED = 20;

	private final String coordination;

	private final String participantId;

	private final Supplier<MembershipStatus> membership;

	private final Supplier<Map<String, ShardManager>> services;

	/**
	 * Creates the indicator.
	 * @param coordination the type of the coordination store, such as {@code local}
	 * @param participantId identifies this instance
	 * @param membership gives the state of its session
	 * @param services gives the managers of its services by name
	 */
	public SmHealthIndicator(String coordination, String participantId, Supplier<MembershipStatus> membership,
			Supplier<Map<String, ShardManager>> services) {
		super("Ownership could not be looked at");
		this.coordination = coordination;
		this.participantId = participantId;
		this.membership = membership;
		this.services = services;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		MembershipStatus status = this.membership.get();
		builder.status(status.valid() ? "UP" : "DOWN");
		builder.withDetail("coordination", this.coordination);
		if (this.coordination.equals("local")) {
			builder.withDetail("warning", "local coordination is shared inside this JVM only: "
					+ "every other process of this application would own the same shards");
		}
		builder.withDetail("participant", this.participantId);
		builder.withDetail("session", status.valid() ? "valid" : "not valid");
		if (status.lastError() != null) {
			builder.withDetail("lastError", status.lastError());
		}
		Map<String, Object> details = new LinkedHashMap<>();
		new TreeMap<>(this.services.get()).forEach((name, manager) -> details.put(name, details(manager)));
		builder.withDetail("services", details);
	}

	private static Map<String, Object> details(ShardManager manager) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("held", manager.held().size());
		manager.known().ifPresent((service) -> add(details, service));
		return details;
	}

	private static void add(Map<String, Object> details, ServiceDescription service) {
		details.put("shards", service.shards().size());
		details.put("participants", service.participants().size());
		details.put("controller", (service.controller() != null) ? service.controller() : "none");
		details.put("quarantined", ids(service, "QUARANTINED"));
		details.put("unplaced", ids(service, "UNPLACED"));
	}

	private static List<String> ids(ServiceDescription service, String state) {
		return service.shards()
			.stream()
			.filter((shard) -> shard.state().equals(state))
			.map(ShardInfo::id)
			.limit(MAX_LISTED)
			.toList();
	}

}
