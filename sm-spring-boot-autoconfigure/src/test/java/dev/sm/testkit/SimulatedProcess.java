package dev.sm.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sm.manager.ServiceAction;
import dev.sm.manager.ServiceEvent;
import dev.sm.manager.ServiceMachine;
import dev.sm.membership.SessionAction;
import dev.sm.membership.SessionEvent;
import dev.sm.membership.SessionMachine;

/**
 * One application instance: the real machines, with a driver in virtual time. It can be
 * paused, so that nothing of it moves but its clock, cut off from the store, and crashed.
 */
abstract class SimulatedProcess {

	static final long WALL_MILLIS = 1_700_000_000_000L;

	private final SimulatedSite site;

	private final String name;

	private final double rate;

	private final long offset;

	private final Deque<Runnable> inbox = new ArrayDeque<>();

	private final List<SimulatedService> services = new ArrayList<>();

	private SessionMachine session;

	private boolean crashed;

	private boolean paused;

	private boolean cutOff;

	private boolean deaf;

	private boolean stopping;

	private int stopped;

	private long tickAt = Long.MAX_VALUE;

	/**
	 * Creates one that has not started.
	 * @param site where it is
	 * @param name sets it apart from all others
	 * @param rate how fast its clock runs
	 * @param offset where its clock began
	 */
	SimulatedProcess(SimulatedSite site, String name, double rate, long offset) {
		this.site = site;
		this.name = name;
		this.rate = rate;
		this.offset = offset;
		this.session = new SessionMachine(Duration.ofSeconds(10));
	}

	final void begin(SessionMachine session) {
		this.session = session;
		this.services.forEach((service) -> service.deliver(new ServiceEvent.Start()));
		deliver(new SessionEvent.Start());
	}

	final SimulatedService add(ServiceMachine machine, SimulatedService.Calls calls) {
		SimulatedService service = new SimulatedService(this, machine, calls);
		this.services.add(service);
		return service;
	}

	SimulatedSite site() {
		return this.site;
	}

	String name() {
		return this.name;
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

	boolean hears() {
		return reachable() && !this.deaf;
	}

	long clock() {
		return this.offset + (long) (this.site.time().now() * this.rate);
	}

	private long common(long local) {
		return (long) Math.ceil((local - this.offset) / this.rate);
	}

	void crash() {
		this.crashed = true;
		this.services.forEach(SimulatedService::close);
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

	void stop(Duration budget) {
		this.stopping = true;
		this.services.forEach((service) -> service.deliver(new ServiceEvent.StopRequested(budget)));
	}

	/** One of its services has handed off all that it could. */
	void stopped() {
		this.stopped++;
		if (this.stopped == this.services.size()) {
			exit();
		}
	}

	void exit() {
		on(new SessionEvent.Stop());
		this.site.time().after(1, this::crash);
	}

	void deliver(SessionEvent event) {
		run(() -> on(event));
	}

	final void run(Runnable what) {
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

	private void on(SessionEvent event) {
		this.session.on(event, clock()).forEach(this::act);
	}

	private void schedule() {
		long at = next(this.session.wakeUpAt());
		for (SimulatedService service : this.services) {
			at = Math.min(at, next(service.machine().wakeUpAt()));
		}
		if (at == Long.MAX_VALUE || at == this.tickAt) {
			return;
		}
		long due = at;
		this.tickAt = due;
		this.site.time().at(due, () -> {
			if (this.tickAt == due) {
				this.tickAt = Long.MAX_VALUE;
				run(this::tick);
			}
		});
	}

	private void tick() {
		on(new SessionEvent.Tick());
		this.services.forEach((service) -> service.on(new ServiceEvent.Tick()));
	}

	private long next(OptionalLong local) {
		return local.isPresent() ? Math.max(this.site.time().now() + 1, common(local.getAsLong())) : Long.MAX_VALUE;
	}

	private void act(SessionAction action) {
		note("-> " + action);
		if (action instanceof SessionAction.Open open) {
			long sent = clock();
			request(() -> this.site.store().open(open.ttl().toNanos()),
					(opened) -> deliver(new SessionEvent.Opened(opened, open.ttl(), countedFrom(sent))),
					(reason) -> deliver(new SessionEvent.OpenFailed(reason)));
		}
		else if (action instanceof SessionAction.Renew renew) {
			long sent = clock();
			request(() -> this.site.store().renew(renew.sessionId()),
					(alive) -> deliver(alive ? new SessionEvent.Renewed(renew.sessionId(), countedFrom(sent))
							: new SessionEvent.Lost(renew.sessionId())),
					(reason) -> deliver(new SessionEvent.RenewFailed(renew.sessionId(), reason)));
		}
		else if (action instanceof SessionAction.Close close) {
			request(() -> {
				this.site.store().close(close.sessionId());
				return true;
			}, (done) -> {
			}, (reason) -> {
			});
		}
		else if (action instanceof SessionAction.Began began) {
			long wall = WALL_MILLIS + skewMillis() + this.site.time().now() / 1_000_000;
			this.services.forEach((service) -> service.on(new ServiceEvent.SessionBegan(began.incarnation(), wall)));
		}
		else if (action instanceof SessionAction.Ended ended) {
			this.services.forEach(
					(service) -> service.on(new ServiceEvent.SessionEnded(ended.incarnation().id(), ended.reason())));
		}
	}

	/** From when a renewal counts that was sent at a time of its clock. */
	long countedFrom(long sent) {
		return sent;
	}

	/** How far behind the participants in a list are. */
	long lag() {
		return 0;
	}

	/** How far the time of day is off, which nothing may depend on. */
	long skewMillis() {
		return 0;
	}

	final <T> void request(Supplier<T> request, Consumer<T> answer, Consumer<String> failure) {
		this.site.network().send(this::reachable, this::hears, request, answer, failure);
	}

	final void note(Object what) {
		this.site.time().note(this.name, what);
	}

}
