package dev.sm.event;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sm.manager.ShardCallback;
import dev.sm.manager.ShardManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of what happens to services, as this instance sees them. {@link #changed()} is to
 * be called by one thread.
 */
public final class OwnershipEvents {

	private static final Logger logger = LoggerFactory.getLogger(OwnershipEvents.class);

	private final String participantId;

	private final Supplier<Map<String, ShardManager>> services;

	private final Consumer<SmEvent> events;

	private final Map<String, ServiceChanges> changes = new TreeMap<>();

	/**
	 * Creates it.
	 * @param participantId identifies this instance
	 * @param services gives the managers of the services by name
	 * @param events is told; must not block
	 */
	public OwnershipEvents(String participantId, Supplier<Map<String, ShardManager>> services,
			Consumer<SmEvent> events) {
		this.participantId = participantId;
		this.services = services;
		this.events = events;
	}

	/** Looks for what has happened. */
	public void changed() {
		this.services.get()
			.forEach((name, manager) -> manager.known()
				.ifPresent((known) -> this.changes
					.computeIfAbsent(name, (service) -> new ServiceChanges(this.participantId))
					.next(known)
					.forEach(this::tell)));
	}

	private void tell(SmEvent event) {
		log(event);
		this.events.accept(event);
	}

	/** What nothing else logs, once for each service: by the controller. */
	private void log(SmEvent event) {
		if (event instanceof ElectionEvent election && election.here()) {
			logger.info("Service '{}', participant '{}': is the controller", election.service(), this.participantId);
		}
		else if (event instanceof ParticipantEvent participant && isController(participant.service())) {
			logger.info("Service '{}': participant '{}' {}", participant.service(), participant.participant(),
					switch (participant.kind()) {
						case JOINED -> "has joined";
						case LEFT -> "has left";
						case DRAINING -> "is drained";
						case RESUMED -> "takes shards again";
					});
		}
		else if (event instanceof ShardEvent shard && isController(shard.service())) {
			logger
				.atLevel((shard.kind() == ShardEvent.Kind.PLACED) ? org.slf4j.event.Level.INFO
						: org.slf4j.event.Level.WARN)
				.log("Service '{}': shard '{}' is {}: {}", shard.service(), shard.shard(), switch (shard.kind()) {
					case QUARANTINED -> "quarantined";
					case UNPLACED -> "not placed";
					default -> "placed again";
				}, shard.reason());
		}
	}

	private boolean isController(String service) {
		ShardManager manager = this.services.get().get(service);
		return manager != null
				&& manager.known().filter((known) -> this.participantId.equals(known.controller())).isPresent();
	}

	/**
	 * Tells of the shards that a callback has added and dropped.
	 * @param service the service that the callback is for
	 * @param callback the callback
	 * @return a callback that does the same, and is told of
	 */
	public ShardCallback told(String service, ShardCallback callback) {
		return new ToldShardCallback(callback, this.events);
	}

}
