package dev.sm.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceAction;
import dev.sm.manager.ServiceEvent;
import dev.sm.manager.ServiceMachine;
import dev.sm.manager.ServiceSettings;
import dev.sm.membership.SessionAction;
import dev.sm.membership.SessionEvent;
import dev.sm.membership.SessionMachine;

/**
 * One instance of a large cluster: the machines of production, which never fail.
 */
final class ScaleInstance {

	private static long watchNumbers;

	private final ScaleSimulation world;

	private final SessionMachine session = new SessionMachine(ScaleSimulation.TTL);

	private final ServiceMachine service;

	private final Map<Long, Runnable> watches = new HashMap<>();

	private long tickAt = Long.MAX_VALUE;

	ScaleInstance(ScaleSimulation world, String id, ServiceSettings settings) {
		this.world = world;
		this.service = new ServiceMachine(OwnershipSettings.of("/sm", id), settings, true, world.time::now);
	}

	void start() {
		tell(new ServiceEvent.Start());
		tell(new SessionEvent.Start());
	}

	private void tell(ServiceEvent event) {
		this.service.on(event, this.world.time.now()).forEach(this::act);
		schedule();
	}

	private void tell(SessionEvent event) {
		this.session.on(event, this.world.time.now()).forEach(this::act);
		schedule();
	}

	private void schedule() {
		long at = Math.min(next(this.session.wakeUpAt()), next(this.service.wakeUpAt()));
		if (at == Long.MAX_VALUE || at == this.tickAt) {
			return;
		}
		this.tickAt = at;
		this.world.time.at(at, () -> {
			if (this.tickAt == at) {
				this.tickAt = Long.MAX_VALUE;
				tell(new SessionEvent.Tick());
				tell(new ServiceEvent.Tick());
			}
		});
	}

	private long next(OptionalLong at) {
		return at.isPresent() ? Math.max(this.world.time.now() + 1, at.getAsLong()) : Long.MAX_VALUE;
	}

	private void act(SessionAction action) {
		long sent = this.world.time.now();
		if (action instanceof SessionAction.Open open) {
			this.world.request(() -> this.world.store.open(open.ttl().toNanos()),
					(opened) -> tell(new SessionEvent.Opened(opened, open.ttl(), sent)));
		}
		else if (action instanceof SessionAction.Renew renew) {
			this.world.request(() -> this.world.store.renew(renew.sessionId()), (alive) -> tell(alive
					? new SessionEvent.Renewed(renew.sessionId(), sent) : new SessionEvent.Lost(renew.sessionId())));
		}
		else if (action instanceof SessionAction.Began began) {
			tell(new ServiceEvent.SessionBegan(began.incarnation(), 1_700_000_000_000L));
		}
		else if (action instanceof SessionAction.Ended ended) {
			tell(new ServiceEvent.SessionEnded(ended.incarnation().id(), ended.reason()));
		}
	}

	private void act(ServiceAction action) {
		if (action instanceof ServiceAction.ListKeys list) {
			this.world.request(() -> this.world.store.list(list.prefix()),
					(snapshot) -> tell(new ServiceEvent.Listed(list.requestId(), snapshot)));
		}
		else if (action instanceof ServiceAction.Commit commit) {
			this.world.written(commit.transaction());
			this.world.request(() -> this.world.store.commit(commit.transaction()),
					(result) -> tell(new ServiceEvent.Committed(commit.requestId(), result)));
		}
		else if (action instanceof ServiceAction.Watch watch) {
			ScaleWatch opened = new ScaleWatch(++watchNumbers, (events, revision) -> {
				if (this.watches.containsKey(watch.watchId())) {
					tell(new ServiceEvent.Watched(watch.watchId(), events, revision));
				}
			});
			this.watches.put(watch.watchId(), () -> this.world.unwatch(watch.prefix(), opened));
			this.world.watch(watch.prefix(), watch.afterRevision(), opened);
		}
		else if (action instanceof ServiceAction.Unwatch unwatch) {
			this.watches.remove(unwatch.watchId()).run();
		}
		else if (action instanceof ServiceAction.Invoke invoke) {
			int more = (invoke.call() == ServiceAction.Call.ADD) ? 1
					: (invoke.call() == ServiceAction.Call.DROP) ? -1 : 0;
			this.world.time.after(1_000_000L, () -> {
				this.world.held(more);
				tell(new ServiceEvent.InvocationDone(invoke.invocationId(), null));
			});
		}
	}

}
