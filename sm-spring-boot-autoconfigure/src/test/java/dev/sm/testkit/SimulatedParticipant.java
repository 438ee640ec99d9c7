package dev.sm.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceAction.Call;
import dev.sm.manager.ServiceAction.Invoke;
import dev.sm.manager.ServiceEvent;
import dev.sm.manager.ServiceMachine;
import dev.sm.manager.ShardCallback;
import dev.sm.membership.SessionMachine;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;

/**
 * One participant of a {@link SimulatedCluster}, from its start to its end: the machines
 * of production, and a handler that is called on the test's thread. What is done to it
 * shows when the cluster goes on.
 */
public final class SimulatedParticipant {

	private final SimulatedCluster cluster;

	private final String id;

	private final ParticipantBeans beans;

	private final ShardCallback callback;

	private final Process process;

	private final SimulatedService service;

	private final Map<String, Shard> given = new TreeMap<>();

	private final Set<String> added = new TreeSet<>();

	private final Map<Long, Invoke> running = new HashMap<>();

	private Duration handlerTime = Duration.ofMillis(1);

	SimulatedParticipant(SimulatedCluster cluster, OwnershipSettings settings, String name, ParticipantBeans beans,
			ShardCallback callback) {
		this.cluster = cluster;
		this.id = settings.participantId();
		this.beans = beans;
		this.callback = callback;
		this.process = new Process(cluster.site(), name);
		this.service = this.process.add(new ServiceMachine(settings, cluster.settings(), true, this.process::clock),
				new Calls());
		this.service.deliver(new ServiceEvent.Look());
		this.process.begin(new SessionMachine(settings.sessionTtl()));
	}

	/**
	 * Its id.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * What it holds at this instant, and has added.
	 * @return ids of shards, ordered
	 */
	public Set<String> held() {
		Set<String> held = new TreeSet<>();
		this.given.forEach((shard, given) -> {
			if (running() && this.added.contains(shard) && given.held()) {
				held.add(shard);
			}
		});
		return held;
	}

	/**
	 * A shard as its handler was given it last.
	 * @param shardId the shard
	 * @return the shard
	 * @throws IllegalArgumentException if it was never given to this participant
	 */
	public Shard shard(String shardId) {
		Shard shard = this.given.get(shardId);
		if (shard == null) {
			throw new IllegalArgumentException("shard '" + shardId + "' was never given to '" + this.id + "'");
		}
		return shard;
	}

	/**
	 * A bean of its application context, its handler for one.
	 * @param <T> the type of the bean
	 * @param type the type of the bean
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		if (this.beans == null) {
			throw new IllegalStateException("the cluster was made without beans");
		}
		return this.beans.bean(type);
	}

	/**
	 * Whether it has neither been killed nor ended.
	 * @return whether it is there
	 */
	public boolean running() {
		return this.process.running();
	}

	/** The process is gone at once; the store learns of it when the session ends. */
	public void kill() {
		this.cluster.note(this.id, "is killed");
		this.process.crash();
	}

	/** Nothing moves any more in the process, as during a long pause of the JVM. */
	public void pause() {
		this.cluster.note(this.id, "is paused");
		this.process.pause();
	}

	/** The pause is over. */
	public void unpause() {
		this.cluster.note(this.id, "goes on");
		this.process.resume();
	}

	/**
	 * Cuts it off the store.
	 * @param cutOff whether it is cut off
	 */
	public void cutOff(boolean cutOff) {
		this.cluster.note(this.id, cutOff ? "is cut off" : "reaches the store again");
		this.process.cutOff(cutOff);
	}

	/** It begins to stop in good order: it hands off what it holds, and ends. */
	public void stop() {
		this.cluster.note(this.id, "stops");
		this.process.stop(Duration.ofSeconds(30));
	}

	/**
	 * How long calls of its handler take from now on, in virtual time; a millisecond at
	 * first. More than the handler timeout stands for a handler that hangs until it is
	 * interrupted.
	 * @param time how long
	 */
	public void handlerTakes(Duration time) {
		this.handlerTime = time;
	}

	boolean reachable() {
		return this.process.reachable() && !this.process.stopping();
	}

	ServiceMachine machine() {
		return this.service.machine();
	}

	/** Every shard that it was given, as it was given last. */
	List<Shard> given() {
		return new ArrayList<>(this.given.values());
	}

	/** Whether a call of the handler has not returned. */
	boolean busy() {
		return running() && !this.running.isEmpty();
	}

	void close() {
		if (this.beans != null) {
			this.beans.close();
		}
	}

	@Override
	public String toString() {
		return this.id + (running() ? " holds " + held() : " is gone");
	}

	/** Its process, with a clock that is right. */
	private static final class Process extends SimulatedProcess {

		private Process(SimulatedSite site, String name) {
			super(site, name, 1, 0);
		}

	}

	/** Calls the handler when the machine says so, and tells it later how it went. */
	private final class Calls implements SimulatedService.Calls {

		@Override
		public void invoke(Invoke invoke) {
			Shard shard = invoke.shard();
			if (invoke.call() == Call.ADD) {
				SimulatedParticipant.this.given.put(shard.id(), shard);
			}
			SimulatedParticipant.this.cluster.told(SimulatedParticipant.this.id, invoke);
			SimulatedParticipant.this.running.put(invoke.invocationId(), invoke);
			byte[] left = null;
			String error = null;
			try {
				left = call(invoke, shard);
			}
			catch (Exception ex) {
				error = String.valueOf(ex);
			}
			ServiceEvent.InvocationDone done = new ServiceEvent.InvocationDone(invoke.invocationId(), error, left);
			SimulatedParticipant.this.process.site()
				.time()
				.after(SimulatedParticipant.this.handlerTime.toNanos(),
						() -> SimulatedParticipant.this.process.run(() -> done(done)));
		}

		private byte[] call(Invoke invoke, Shard shard) throws Exception {
			ShardCallback callback = SimulatedParticipant.this.callback;
			switch (invoke.call()) {
				case PREPARE -> callback.prepare(shard);
				case ADD -> {
					if (invoke.state() != null) {
						callback.add(shard, invoke.state());
					}
					else {
						callback.add(shard);
					}
				}
				case DROP -> {
					return callback.release(shard);
				}
				case DISCARD -> callback.discard(shard);
				default -> throw new IllegalStateException(String.valueOf(invoke.call()));
			}
			return null;
		}

		@Override
		public void interrupt(long invocationId) {
			done(new ServiceEvent.InvocationDone(invocationId, "interrupted"));
		}

		private void done(ServiceEvent.InvocationDone done) {
			Invoke invoke = SimulatedParticipant.this.running.remove(done.invocationId());
			if (invoke == null) {
				// it was interrupted before
				return;
			}
			String shard = invoke.shard().id();
			if (invoke.call() == Call.ADD && done.error() == null) {
				SimulatedParticipant.this.added.add(shard);
			}
			else if (invoke.call() == Call.DROP) {
				SimulatedParticipant.this.added.remove(shard);
			}
			SimulatedParticipant.this.service.deliver(done);
		}

		@Override
		public Map<String, ShardLoad> loads(List<Shard> shards) {
			Map<String, ShardLoad> loads = new TreeMap<>();
			for (Shard shard : shards) {
				try {
					ShardLoad load = SimulatedParticipant.this.callback.load(shard);
					if (!load.equals(ShardLoad.none())) {
						loads.put(shard.id(), load);
					}
				}
				catch (Exception ex) {
					SimulatedParticipant.this.cluster.note(SimulatedParticipant.this.id,
							"cannot tell the load of " + shard.id() + ": " + ex);
				}
			}
			return loads;
		}

	}

}
