package dev.sm.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sm.manager.ServiceAction;
import dev.sm.manager.ServiceEvent;
import dev.sm.manager.ServiceMachine;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;

/**
 * The machine of one service in a simulated process.
 */
final class SimulatedService {

	private final SimulatedProcess process;

	private final ServiceMachine machine;

	private final Calls calls;

	private final Map<Long, SimulatedWatch> watches = new HashMap<>();

	SimulatedService(SimulatedProcess process, ServiceMachine machine, Calls calls) {
		this.process = process;
		this.machine = machine;
		this.calls = calls;
	}

	ServiceMachine machine() {
		return this.machine;
	}

	SimulatedProcess process() {
		return this.process;
	}

	void deliver(ServiceEvent event) {
		this.process.run(() -> on(event));
	}

	void on(ServiceEvent event) {
		if (!(event instanceof ServiceEvent.Tick)) {
			this.process.note("<- " + event);
		}
		this.machine.on(event, this.process.clock()).forEach(this::act);
	}

	private void act(ServiceAction action) {
		if (!(action instanceof ServiceAction.Publish)) {
			this.process.note("-> " + action);
		}
		SimulatedSite site = this.process.site();
		if (action instanceof ServiceAction.ListKeys list) {
			this.process.request(() -> site.store().list(list.prefix(), this.process.lag()),
					(snapshot) -> deliver(new ServiceEvent.Listed(list.requestId(), snapshot)),
					(reason) -> deliver(new ServiceEvent.ListFailed(list.requestId(), reason)));
		}
		else if (action instanceof ServiceAction.Commit commit) {
			this.process.request(() -> site.store().commit(commit.transaction()),
					(result) -> deliver(new ServiceEvent.Committed(commit.requestId(), result)),
					(reason) -> deliver(new ServiceEvent.CommitFailed(commit.requestId(), reason)));
		}
		else if (action instanceof ServiceAction.Watch watch) {
			this.watches.put(watch.watchId(),
					new SimulatedWatch(this, watch.watchId(), watch.prefix(), watch.afterRevision()));
		}
		else if (action instanceof ServiceAction.Unwatch unwatch) {
			this.watches.remove(unwatch.watchId()).close();
		}
		else if (action instanceof ServiceAction.Invoke invoke) {
			this.calls.invoke(invoke);
		}
		else if (action instanceof ServiceAction.Interrupt interrupt) {
			this.calls.interrupt(interrupt.invocationId());
		}
		else if (action instanceof ServiceAction.MeasureLoads measure) {
			Map<String, ShardLoad> loads = this.calls.loads(measure.shards());
			if (!loads.isEmpty()) {
				deliver(new ServiceEvent.LoadsMeasured(loads));
			}
		}
		else if (action instanceof ServiceAction.Stopped) {
			this.process.stopped();
		}
		else if (action instanceof ServiceAction.Exit) {
			this.process.exit();
		}
	}

	void close() {
		this.watches.values().forEach(SimulatedWatch::close);
	}

	/** What calls handlers. */
	interface Calls {

		void invoke(ServiceAction.Invoke invoke);

		void interrupt(long invocationId);

		/** Measures loads; an empty answer is none. */
		Map<String, ShardLoad> loads(List<Shard> shards);

	}

}
