package dev.sm.manager;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

import dev.sm.shard.Assignment;
import dev.sm.shard.Shard;

/**
 * All of ownership that one instance decides for one service. Passive: it is told events
 * together with the monotonic time, and answers with actions and the time at which it
 * wants to be told {@link ServiceEvent.Tick}. Not thread-safe.
 */
public final class ServiceMachine {

	private final ServiceSettings service;

	/**
	 * Creates a machine that waits for {@link ServiceEvent.Start}.
	 * @param settings who this instance is
	 * @param service how the service's shards are owned
	 * @param participates whether this instance may hold shards of this service and
	 * compute its assignment; otherwise it only looks on
	 * @param clock the monotonic time in nanoseconds, read by {@link Shard#held()} on any
	 * thread and by nothing else
	 */
	public ServiceMachine(OwnershipSettings settings, ServiceSettings service, boolean participates,
			LongSupplier clock) {
		this.service = service;
	}

	/**
	 * Takes an event.
	 * @param event what happened
	 * @param now the monotonic time in nanoseconds
	 * @return what is to be done, in order
	 */
	public List<ServiceAction> on(ServiceEvent event, long now) {
		return List.of();
	}

	/**
	 * When the machine wants to be told that time has passed.
	 * @return an instant of the monotonic clock, in nanoseconds
	 */
	public OptionalLong wakeUpAt() {
		return OptionalLong.empty();
	}

	/**
	 * The assignment as last known. Computed when asked for.
	 * @return the assignment
	 */
	public Assignment assignment() {
		return new Assignment(0, java.util.Map.of());
	}

	/**
	 * Everything that people want to see. Computed when asked for.
	 * @return the description
	 */
	public ServiceDescription describe() {
		return new ServiceDescription(this.service.service(), 0, null, List.of(), List.of());
	}

	/**
	 * The shards that this instance was given and has added or is adding; whether one is
	 * held at an instant, {@link Shard#held()} tells.
	 * @return the shards
	 */
	public List<Shard> owned() {
		return List.of();
	}

}
