package dev.sm.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceAction;
import dev.sm.manager.ServiceEvent;
import dev.sm.manager.ServiceMachine;
import dev.sm.membership.SessionAction;
import dev.sm.membership.SessionEvent;
import dev.sm.membership.SessionMachine;
import dev.sm.shard.ShardLoad;

/**
 * One application instance: the real machines, with a driver in virtual time. It can be
 * paused, so that nothing of it moves but its clock, cut off from the store, and crashed.
 */
final class SimulatedInstance {

	private static final long WALL_MILLIS = 1_700_000_000_000L;

	private final SimulatedWorld world;

	private final String id;

	private final String name;

	private final double rate;

	private final long offset;

	/** How far the time of day is off, which nothing may depend on. */
	private final long skewMillis;

	private final SessionMachine session;

	private final ServiceMachine service;

	private final SimulatedHandlers handlers;

	private final Deque<Runnable> inbox = new ArrayDeque<>();

	private final Map<Long, SimulatedWatch> watches = new HashMap<>();

	private final boolean observer;

	private final Set<String> tags;

	private boolean crashed;

	private boolean paused;

	private boolean cutOff;

	private boolean deaf;

	private boolean stopping;

	private long tickAt = Long.MAX_VALUE;

	SimulatedInstance(SimulatedWorld world, String id, int life, OwnershipSettings settings) {
		this.world = world;
		this.id = id;
		this.name = id + "." + life;
		this.rate = 0.99 + 0.0001 * world.time().below(201);
		this.offset = world.time().between(-1_000_000_000_000L, 1_000_000_000_000L);
		this.skewMillis = world.time().between(-1500, 1500);
		this.session = world.machines().session(settings.sessionTtl());
		this.service = world.machines().service(settings, world.settings(), this::clock);
		this.observer = !settings.participates();
		this.tags = settings.tags();
		this.handlers = new SimulatedHandlers(this, world);
		if (world.time().chance(0.3)) {
			deliver(new ServiceEvent.Look());
		}
		deliver(new ServiceEvent.Start());
		deliver(new SessionEvent.Start());
	}

	String id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	Set<String> tags() {
		return this.tags;
	}

	SimulatedHandlers handlers() {
		return this.handlers;
	}

	ServiceMachine service() {
		return this.service;
	}

	/** Whether it only looks on. */
	boolean observer() {
		return this.observer;
	}

	boolean running() {
		return !this.crashed;
	}

	boolean stopping() {
		return this.stopping;
	}

	boolean reachable() {
		return !this.crashed && !this.paused && !this.cutOff;
	}

	long clock() {
		return this.offset + (long) (this.world.time().now() * this.rate);
	}

	private long common(long local) {
		return (long) Math.ceil((local - this.offset) / this.rate);
	}

	void crash() {
		this.crashed = true;
		this.watches.values().forEach(SimulatedWatch::close);
		this.inbox.clear();
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		while (!this.inbox.isEmpty() && !this.crashed) {
			this.inbox.poll().run();
		}
		if (!this.crashed) {
			schedule();
		}
	}

	boolean paused() {
		return this.paused;
	}

	void cutOff(boolean cutOff) {
		this.cutOff = cutOff;
	}

	/** Whether what it sends arrives, but no answer and no news. */
	void deaf(boolean deaf) {
		this.deaf = deaf;
	}

	boolean hears() {
		return reachable() && !this.deaf;
	}

	void stop(Duration budget) {
		this.stopping = true;
		deliver(new ServiceEvent.StopRequested(budget));
	}

	void deliver(ServiceEvent event) {
		run(() -> on(event));
	}

	void deliver(SessionEvent event) {
		run(() -> on(event));
	}

	private void run(Runnable what) {
		if (this.crashed) {
			return;
		}
		if (this.paused) {
			this.inbox.add(what);
			return;
		}
		what.run();
		schedule();
	}

	private void on(ServiceEvent event) {
		if (!(event instanceof ServiceEvent.Tick)) {
			note("<- " + event);
		}
		this.service.on(event, clock()).forEach(this::act);
	}

	private void on(SessionEvent event) {
		this.session.on(event, clock()).forEach(this::act);
	}

	private void schedule() {
		long at = Math.min(next(this.session.wakeUpAt()), next(this.service.wakeUpAt()));
		if (at == Long.MAX_VALUE || at == this.tickAt) {
			return;
		}
		this.tickAt = at;
		this.world.time().at(at, () -> {
			if (this.tickAt == at) {
				this.tickAt = Long.MAX_VALUE;
				run(this::tick);
			}
		});
	}

	private void tick() {
		on(new SessionEvent.Tick());
		on(new ServiceEvent.Tick());
	}

	private long next(OptionalLong local) {
		return local.isPresent() ? Math.max(this.world.time().now() + 1, common(local.getAsLong())) : Long.MAX_VALUE;
	}

	private void act(SessionAction action) {
		note("-> " + action);
		if (action instanceof SessionAction.Open open) {
			long sent = clock();
			request(() -> this.world.store().open(open.ttl().toNanos()),
					(opened) -> deliver(new SessionEvent.Opened(opened, open.ttl(), counted(sent))),
					(reason) -> deliver(new SessionEvent.OpenFailed(reason)));
		}
		else if (action instanceof SessionAction.Renew renew) {
			long sent = clock();
			request(() -> this.world.store().renew(renew.sessionId()),
					(alive) -> deliver(alive ? new SessionEvent.Renewed(renew.sessionId(), counted(sent))
							: new SessionEvent.Lost(renew.sessionId())),
					(reason) -> deliver(new SessionEvent.RenewFailed(renew.sessionId(), reason)));
		}
		else if (action instanceof SessionAction.Close close) {
			request(() -> {
				this.world.store().close(close.sessionId());
				return true;
			}, (done) -> {
			}, (reason) -> {
			});
		}
		else if (action instanceof SessionAction.Began began) {
			on(new ServiceEvent.SessionBegan(began.incarnation(),
					WALL_MILLIS + this.skewMillis + this.world.time().now() / 1_000_000));
		}
		else if (action instanceof SessionAction.Ended ended) {
			on(new ServiceEvent.SessionEnded(ended.incarnation().id(), ended.reason()));
		}
	}

	/** How far behind the participants in a list are. */
	private long lag() {
		long most = this.world.machines().registrationsLag();
		return (most > 0 && this.world.network().isFaulty()) ? this.world.time().between(0, most) : 0;
	}

	private long counted(long sent) {
		return this.world.machines().countedFrom(sent, clock());
	}

	private <T> void request(java.util.function.Supplier<T> request, java.util.function.Consumer<T> answer,
			java.util.function.Consumer<String> failure) {
		this.world.network().send(this::reachable, this::hears, request, answer, failure);
	}

	private void act(ServiceAction action) {
		if (!(action instanceof ServiceAction.Publish)) {
			note("-> " + action);
		}
		if (action instanceof ServiceAction.ListKeys list) {
			request(() -> this.world.store().list(list.prefix(), lag()),
					(snapshot) -> deliver(new ServiceEvent.Listed(list.requestId(), snapshot)),
					(reason) -> deliver(new ServiceEvent.ListFailed(list.requestId(), reason)));
		}
		else if (action instanceof ServiceAction.Commit commit) {
			request(() -> this.world.store().commit(commit.transaction()),
					(result) -> deliver(new ServiceEvent.Committed(commit.requestId(), result)),
					(reason) -> deliver(new ServiceEvent.CommitFailed(commit.requestId(), reason)));
		}
		else if (action instanceof ServiceAction.Watch watch) {
			this.watches.put(watch.watchId(),
					new SimulatedWatch(this, this.world, watch.watchId(), watch.prefix(), watch.afterRevision()));
		}
		else if (action instanceof ServiceAction.Unwatch unwatch) {
			this.watches.remove(unwatch.watchId()).close();
		}
		else if (action instanceof ServiceAction.Invoke invoke) {
			this.handlers.invoke(invoke);
		}
		else if (action instanceof ServiceAction.Interrupt interrupt) {
			this.handlers.interrupt(interrupt.invocationId());
		}
		else if (action instanceof ServiceAction.MeasureLoads measure && this.world.varied()) {
			Map<String, ShardLoad> loads = new TreeMap<>();
			measure.shards().forEach((shard) -> loads.put(shard.id(), ShardLoad.of(this.world.time().below(10))));
			deliver(new ServiceEvent.LoadsMeasured(loads));
		}
		else if (action instanceof ServiceAction.Stopped) {
			on(new SessionEvent.Stop());
			this.world.time().after(1, this::crash);
		}
		else if (action instanceof ServiceAction.Exit) {
			on(new SessionEvent.Stop());
			this.world.time().after(1, this::crash);
		}
	}

	void note(Object what) {
		this.world.time().note(this.name, what);
	}

	List<String> heldShards() {
		return this.handlers.heldShards();
	}

}
