package dev.sm.testkit;

import java.time.Duration;
import java.util.List;

import dev.sm.manager.HungDrop;

/**
 * What goes wrong in a simulation, and what people ask for meanwhile, as its seed says.
 */
final class Mayhem {

	private static final List<String> IDS = List.of("p1", "p2", "p3", "p4");

	private static final List<String> EXTRA = List.of("a", "b");

	private final SimulatedWorld world;

	private final Timeline time;

	private boolean over;

	Mayhem(SimulatedWorld world) {
		this.world = world;
		this.time = world.time();
	}

	void begin() {
		IDS.subList(0, 2 + this.time.below(3)).forEach(this.world::start);
		if (this.time.chance(0.2)) {
			this.world.start("w1");
		}
		next();
	}

	private void next() {
		long pause = this.time.chance(0.2) ? this.time.between(0, 20_000_000L)
				: this.time.between(20_000_000L, 1_200_000_000L);
		this.time.after(pause, () -> {
			if (!this.over) {
				strike();
				next();
			}
		});
	}

	private void strike() {
		if (this.world.stranger() && this.time.chance(0.1)) {
			this.world.scribble();
			return;
		}
		if (this.world.stranger() && this.world.chunked() && this.time.chance(0.2)) {
			this.world.putBack();
			return;
		}
		switch (this.time.below(18)) {
			case 0, 1 -> crash();
			case 2, 3 -> pause();
			case 4 -> cutOff();
			case 5 -> {
				if (this.world.lossy() && this.time.now() > this.world.lostUntil() + 8_000_000_000L) {
					loss();
				}
				else {
					outage();
				}
			}
			case 6 -> stop();
			case 7, 8 -> startSomebody();
			case 9 -> this.world.addSpec(this.time.oneOf(EXTRA), wanted());
			case 10 -> this.world.removeSpec(this.time.oneOf(EXTRA));
			case 11, 12 ->
				this.world.move(this.time.oneOf(List.copyOf(this.world.shards().keySet())), this.time.oneOf(IDS));
			case 13 -> this.world.drain(this.time.oneOf(IDS));
			case 14 -> this.world.resume(this.time.oneOf(IDS));
			case 15 -> this.world.compact();
			case 16 -> this.world.resumeShard(this.time.oneOf(List.copyOf(this.world.shards().keySet())));
			default -> this.world.deposeController();
		}
	}

	private Wanted wanted() {
		return new Wanted(this.time.chance(0.2) ? this.time.oneOf(IDS) : "",
				(this.world.varied() && this.time.chance(0.3)) ? "gpu" : "", this.time.below(3));
	}

	private void crash() {
		if (this.world.instances().isEmpty()) {
			return;
		}
		SimulatedInstance victim = this.time.oneOf(this.world.instances());
		this.time.note("fate", "crashes " + victim.name());
		victim.crash();
		if (this.time.chance(0.7)) {
			this.time.after(this.time.between(0, 3_000_000_000L), () -> startUnlessThere(victim.id()));
		}
	}

	private void pause() {
		if (this.world.instances().isEmpty()) {
			return;
		}
		SimulatedInstance victim = this.time.oneOf(this.world.instances());
		this.time.note("fate", "pauses " + victim.name());
		victim.pause();
		this.time.after(this.time.between(10_000_000L, 4_500_000_000L), () -> {
			this.time.note("fate", "resumes " + victim.name());
			victim.resume();
		});
	}

	private void cutOff() {
		if (this.world.instances().isEmpty()) {
			return;
		}
		SimulatedInstance victim = this.time.oneOf(this.world.instances());
		this.time.note("fate", "cuts off " + victim.name());
		boolean oneWay = this.time.chance(0.4);
		victim.cutOff(!oneWay);
		victim.deaf(oneWay);
		this.time.after(this.time.between(10_000_000L, 5_000_000_000L), () -> {
			victim.cutOff(false);
			victim.deaf(false);
		});
	}

	private void outage() {
		if (this.world.network().isDown()) {
			return;
		}
		this.time.note("fate", "store away");
		this.world.network().down(true);
		boolean restarts = this.time.chance(0.5);
		this.time.after(this.time.between(10_000_000L, 4_000_000_000L), () -> {
			this.time.note("fate", "store back");
			this.world.network().down(false);
			if (restarts) {
				this.world.store().renewAll();
			}
		});
	}

	/**
	 * Long enough for all that was under way to be lost as well; sometimes back before
	 * somebody who cannot take notice must have stopped.
	 */
	private void loss() {
		if (this.world.network().isDown()) {
			return;
		}
		boolean soon = this.time.chance(0.5);
		if (soon) {
			cutOff();
		}
		this.time.note("fate", "store away");
		this.world.network().down(true);
		this.time.after(this.time.between(10_000_000L, 900_000_000L), this.world::wipe);
		this.time.after(this.time.between(900_000_000L, soon ? 1_200_000_000L : 4_000_000_000L), () -> {
			this.time.note("fate", "store back");
			this.world.network().down(false);
		});
	}

	private void stop() {
		List<SimulatedInstance> running = this.world.instances();
		if (running.size() > 1) {
			SimulatedInstance leaving = this.time.oneOf(running);
			this.time.note("person", "stops " + leaving.name());
			leaving.stop(Duration.ofMillis(this.time.between(0, 5000)));
		}
	}

	private void startSomebody() {
		startUnlessThere(this.time.oneOf(IDS));
	}

	private void startUnlessThere(String id) {
		boolean there = this.world.instances().stream().anyMatch((instance) -> instance.id().equals(id));
		if (!there || !this.over && this.time.chance(0.05)) {
			this.world.start(id);
		}
	}

	/** No more faults: everything is back, and what was twice is there once. */
	void end() {
		this.over = true;
		this.time.note("fate", "is at rest");
		this.world.network().down(false);
		this.world.network().faulty(false);
		this.world.handlersFaulty(false);
		List<SimulatedInstance> kept = new java.util.ArrayList<>();
		for (SimulatedInstance instance : List.copyOf(this.world.instances())) {
			instance.cutOff(false);
			instance.deaf(false);
			instance.resume();
			if (kept.stream().anyMatch((other) -> other.id().equals(instance.id()))) {
				instance.crash();
			}
			kept.add(instance);
		}
		if (this.world.settings().hungDrop() == HungDrop.EXIT
				|| this.world.instances().stream().allMatch((instance) -> instance.stopping() || instance.observer())) {
			this.world.start("p5");
		}
	}

}
