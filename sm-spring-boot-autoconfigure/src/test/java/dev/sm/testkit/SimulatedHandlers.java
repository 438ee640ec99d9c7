package dev.sm.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.manager.ServiceAction.Call;
import dev.sm.manager.ServiceAction.Invoke;
import dev.sm.manager.ServiceEvent;
import dev.sm.shard.Shard;

/**
 * The handlers of one instance: quick as a rule, but they throw, are slow or hang when
 * the seed says so. They remember every shard object that they were ever given.
 */
final class SimulatedHandlers {

	private final SimulatedInstance instance;

	private final SimulatedWorld world;

	private final Map<String, List<Shard>> seen = new TreeMap<>();

	private final Map<String, Call> running = new TreeMap<>();

	private final Map<String, Long> added = new TreeMap<>();

	private final Set<String> complete = new TreeSet<>();

	private final Map<Long, Runnable> interruptible = new HashMap<>();

	private final Set<Long> givenUp = new HashSet<>();

	private final Set<String> copies = new TreeSet<>();

	SimulatedHandlers(SimulatedInstance instance, SimulatedWorld world) {
		this.instance = instance;
		this.world = world;
	}

	void invoke(Invoke invoke) {
		Shard shard = invoke.shard();
		Call other = this.running.put(shard.id(), invoke.call());
		this.world.checks()
			.that(other == null, "order", () -> this.instance.name() + " calls " + invoke.call() + " of shard "
					+ shard.id() + " while " + other + " runs");
		this.world.checks()
			.that(!this.instance.observer(), "order", () -> this.instance.name() + " only looks on and is called");
		List<Shard> given = this.seen.computeIfAbsent(shard.id(), (any) -> new ArrayList<>());
		if (given.isEmpty() || given.get(given.size() - 1) != shard) {
			given.add(shard);
		}
		begin(invoke.call(), shard);
		if (invoke.state() != null) {
			this.world.checks()
				.inherited(this.instance, shard, Long.parseLong(new String(invoke.state(), StandardCharsets.UTF_8)));
		}
		plan(invoke);
	}

	private void begin(Call call, Shard shard) {
		Long before = this.added.get(shard.id());
		if (call == Call.ADD) {
			this.world.checks()
				.that(before == null || before == shard.epoch(), "order", () -> this.instance.name() + " adds shard "
						+ shard.id() + " at " + shard.epoch() + " before it dropped it at " + before);
			this.added.put(shard.id(), shard.epoch());
			this.world.checks().added(this.instance, shard);
		}
		else if (call == Call.DROP) {
			this.world.checks()
				.that(before != null && before == shard.epoch(), "order",
						() -> this.instance.name() + " drops shard " + shard.id() + " that it did not add");
		}
		else {
			this.world.checks()
				.that(before == null && !shard.held(), "order",
						() -> this.instance.name() + " prepares shard " + shard.id() + " that it has");
		}
	}

	private void plan(Invoke invoke) {
		long quick = this.world.time().between(100_000L, 20_000_000L);
		int kind = this.world.handlersFaulty() ? this.world.time().below(40) : 39;
		long timeout = this.world.settings().handlerTimeout().toNanos();
		switch (kind) {
			case 0, 1 -> finish(invoke, quick, "planted failure");
			case 2 -> finish(invoke, this.world.time().between(0, timeout * 2), null);
			case 3 -> hang(invoke, 0);
			case 4 -> hang(invoke, this.world.time().between(0, timeout * 4));
			default -> finish(invoke, quick, null);
		}
	}

	private void hang(Invoke invoke, long afterInterrupt) {
		this.interruptible.put(invoke.invocationId(), () -> finish(invoke, afterInterrupt, "interrupted"));
	}

	void interrupt(long invocationId) {
		this.givenUp.add(invocationId);
		Runnable hanging = this.interruptible.remove(invocationId);
		if (hanging != null) {
			hanging.run();
		}
	}

	private void finish(Invoke invoke, long delay, String error) {
		this.world.time().after(delay, () -> {
			if (!this.instance.running()) {
				return;
			}
			if (this.instance.paused()) {
				finish(invoke, 50_000_000L, error);
				return;
			}
			finished(invoke, error);
		});
	}

	private void finished(Invoke invoke, String error) {
		String shard = invoke.shard().id();
		this.running.remove(shard);
		if (invoke.call() == Call.DROP) {
			this.added.remove(shard);
			this.complete.remove(shard);
		}
		else if (invoke.call() == Call.ADD && error == null) {
			this.complete.add(shard);
			if (!this.givenUp.contains(invoke.invocationId())) {
				this.world.checks().completed(invoke.shard());
			}
		}
		if (invoke.call() == Call.PREPARE) {
			this.copies.add(shard);
		}
		else if (invoke.call() != Call.ADD) {
			this.copies.remove(shard);
		}
		this.instance.deliver(new ServiceEvent.InvocationDone(invoke.invocationId(), error, left(invoke, error)));
	}

	private byte[] left(Invoke invoke, String error) {
		return (invoke.call() == Call.DROP && error == null && invoke.shard().epoch() % 4 != 0)
				? Long.toString(invoke.shard().epoch()).getBytes(StandardCharsets.UTF_8) : null;
	}

	/** Whether a shard was prepared here, and not dropped or discarded since. */
	boolean hasCopy(String shard) {
		return this.copies.contains(shard);
	}

	/** Every object of a shard that was ever given to this instance. */
	List<Shard> seen(String shard) {
		return this.seen.getOrDefault(shard, List.of());
	}

	Set<String> seenShards() {
		return this.seen.keySet();
	}

	/** The shards that are held and whose handler has added them. */
	List<String> heldShards() {
		return this.complete.stream()
			.filter((shard) -> seen(shard).stream().anyMatch((given) -> given.held()))
			.toList();
	}

}
