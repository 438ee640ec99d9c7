package dev.sm.testkit;

import java.util.List;
import java.util.Map;

import dev.sm.manager.ServiceEvent;
import dev.sm.shard.Ownership;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in one thread and virtual time: the machines of production over a simulated
 * store and network, with faults that follow from one seed. The guarantees O1 and O2 and
 * the order of handlers' calls are checked after every step; at the end, when faults have
 * stopped, that every shard is held (O3), evenly (O6), and that a change of controller
 * moves nothing (O4). A seed replays exactly.
 */
public final class OwnershipSimulation {

	private static final long SECOND = 1_000_000_000L;

	/** Longer than quarantine, sessions and hanging handlers last. */
	private static final long SETTLE = 80 * SECOND;

	/** What an end of sessions and some rounds take, where nothing is quarantined. */
	private static final long PROMPT = 8 * SECOND;

	/**
	 * What one more end of sessions takes: whoever finds its own registration overwritten
	 * waits for one, and only then, as controller, for those of the others.
	 */
	private static final long OVERWRITTEN = 5 * SECOND;

	private final long seed;

	private final SimulatedWorld world;

	private final Timeline time;

	private long steps;

	private long healedAt;

	private long heldAt = -1;

	private OwnershipSimulation(long seed, SimulatedMachines machines, boolean traced) {
		this.seed = seed;
		this.time = new Timeline(seed, traced);
		this.world = new SimulatedWorld(machines, this.time, machines.smallDocuments(seed));
	}

	/**
	 * Runs a seed.
	 * @param seed everything follows from it
	 * @param machines makes the machines
	 * @return what became of it
	 */
	public static Result run(long seed, SimulatedMachines machines) {
		Result result = new OwnershipSimulation(seed, machines, false).run();
		return (result.violation() != null) ? new OwnershipSimulation(seed, machines, true).run() : result;
	}

	/**
	 * Runs a seed and tells all that happens.
	 * @param seed everything follows from it
	 * @param machines makes the machines
	 * @return what happened, in order
	 */
	public static List<String> trace(long seed, SimulatedMachines machines) {
		return new OwnershipSimulation(seed, machines, true).run().trace();
	}

	private Result run() {
		Mayhem mayhem = new Mayhem(this.world);
		mayhem.begin();
		boolean going = runUntil((10 + this.time.below(15)) * SECOND);
		if (going) {
			mayhem.end();
			going = runUntil(this.time.now() + 6 * SECOND);
		}
		if (going) {
			settle();
		}
		return new Result(this.seed, this.steps, (this.heldAt - this.healedAt) / SECOND,
				this.world.checks().violation(), this.time.trace());
	}

	private boolean runUntil(long limit) {
		while (this.world.checks().violation() == null && this.time.step(limit)) {
			this.steps++;
			this.world.checks().afterStep();
		}
		return this.world.checks().violation() == null;
	}

	private void settle() {
		this.healedAt = this.time.now() - 6 * SECOND;
		if (this.time.chance(0.7)) {
			this.world.withdrawWishes();
		}
		boolean free = !this.world.varied() && this.world.drained().isEmpty()
				&& this.world.shards().values().stream().allMatch(Wanted::isFree);
		OwnershipChecks checks = this.world.checks();
		this.world.shards().keySet().forEach(this.world::resumeShard);
		runUntil(this.healedAt + PROMPT + (this.world.stranger() ? OVERWRITTEN : 0));
		checks.that(this.world.quarantined().containsAll(checks.unheld()), "O3",
				() -> "not held in time " + checks.unheld() + ", quarantined " + this.world.quarantined());
		while (this.time.now() < this.healedAt + SETTLE && checks.violation() == null) {
			runUntil(this.time.now() + SECOND);
			if (checks.unheld().isEmpty() && checks.surplus().isEmpty() && checks.withoutStandby().isEmpty()
					&& (!free || moving() || checks.even())) {
				this.heldAt = this.time.now();
				break;
			}
		}
		checks.that(this.heldAt >= 0, "O3",
				() -> "not held " + checks.unheld() + ", surplus " + checks.surplus() + ", without standby "
						+ checks.withoutStandby() + ", even " + checks.even() + ", "
						+ this.world.instances().stream().map(SimulatedInstance::name).toList());
		checks.settled();
		changeController();
	}

	/** Whether wishes to move are left, which counts follow. */
	private boolean moving() {
		return !this.world.store().list("/sm/orders/moves").entries().isEmpty();
	}

	private void changeController() {
		witness().deliver(new ServiceEvent.Look());
		if (!runUntil(this.time.now() + SECOND)) {
			return;
		}
		Map<String, Ownership> before = owners();
		String controller = controller();
		this.world.deposeController();
		if (runUntil(this.time.now() + 5 * SECOND)) {
			this.world.checks()
				// the old one would have moved what loads ask for, only later
				.that(owners().equals(before) || this.world.varied(), "O4",
						() -> "a change of controller moved shards: " + before + " to " + owners());
			this.world.checks().that(controller() != null, "O4", () -> "no controller after " + controller);
		}
	}

	private Map<String, Ownership> owners() {
		return witness().service().assignment().owners();
	}

	private @Nullable String controller() {
		return witness().service().describe().controller();
	}

	private SimulatedInstance witness() {
		return this.world.instances().get(0);
	}

	/**
	 * What became of a seed.
	 *
	 * @param seed the seed
	 * @param steps how many events happened
	 * @param settled how many seconds after the faults everything was held
	 * @param violation which guarantee was violated, or {@code null}
	 * @param trace all that happened, if one was
	 */
	public record Result(long seed, long steps, long settled, @Nullable String violation, List<String> trace) {

		/**
		 * A report for people.
		 * @param lines how many lines of the trace to show, the last ones
		 * @return the report
		 */
		public String report(int lines) {
			return "seed " + this.seed + ": " + this.violation + "\n"
					+ String.join("\n", this.trace.subList(Math.max(0, this.trace.size() - lines), this.trace.size()));
		}

	}

}
