package dev.sm.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceAction;
import dev.sm.manager.ServiceEvent;
import dev.sm.manager.ServiceMachine;
import dev.sm.membership.SessionMachine;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;

/**
 * One application instance of a world with faults: its clock runs at a rate of its own,
 * and its handlers do what the seed says.
 */
final class SimulatedInstance extends SimulatedProcess {

	private final SimulatedWorld world;

	private final String id;

	private final long skewMillis;

	private final SimulatedService service;

	private final SimulatedHandlers handlers;

	private final boolean observer;

	private final Set<String> tags;

	SimulatedInstance(SimulatedWorld world, String id, int life, OwnershipSettings settings) {
		super(world.site(), id + "." + life, 0.99 + 0.0001 * world.time().below(201),
				world.time().between(-1_000_000_000_000L, 1_000_000_000_000L));
		this.world = world;
		this.id = id;
		this.skewMillis = world.time().between(-1500, 1500);
		SessionMachine session = world.machines().session(settings.sessionTtl());
		this.handlers = new SimulatedHandlers(this, world);
		this.service = add(world.machines().service(settings, world.settings(), this::clock), new Calls());
		this.observer = !settings.participates();
		this.tags = settings.tags();
		if (world.time().chance(0.3)) {
			deliver(new ServiceEvent.Look());
		}
		begin(session);
	}

	String id() {
		return this.id;
	}

	Set<String> tags() {
		return this.tags;
	}

	SimulatedHandlers handlers() {
		return this.handlers;
	}

	ServiceMachine service() {
		return this.service.machine();
	}

	/** Whether it only looks on. */
	boolean observer() {
		return this.observer;
	}

	void deliver(ServiceEvent event) {
		this.service.deliver(event);
	}

	List<String> heldShards() {
		return this.handlers.heldShards();
	}

	@Override
	long lag() {
		long most = this.world.machines().registrationsLag();
		return (most > 0 && this.world.network().isFaulty()) ? this.world.time().between(0, most) : 0;
	}

	@Override
	long countedFrom(long sent) {
		return this.world.machines().countedFrom(sent, clock());
	}

	@Override
	long skewMillis() {
		return this.skewMillis;
	}

	/** Calls the handlers of the world. */
	private final class Calls implements SimulatedService.Calls {

		@Override
		public void invoke(ServiceAction.Invoke invoke) {
			SimulatedInstance.this.handlers.invoke(invoke);
		}

		@Override
		public void interrupt(long invocationId) {
			SimulatedInstance.this.handlers.interrupt(invocationId);
		}

		@Override
		public Map<String, ShardLoad> loads(List<Shard> shards) {
			Map<String, ShardLoad> loads = new TreeMap<>();
			if (SimulatedInstance.this.world.varied()) {
				shards.forEach(
						(shard) -> loads.put(shard.id(), ShardLoad.of(SimulatedInstance.this.world.time().below(10))));
			}
			return loads;
		}

	}

}
