package dev.sm.benchmarks.planner;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The time of one plan, of one contestant in one scenario.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlanTime {

	/** The name of the contestant. */
	@Param("SM")
	public String contestant = "";

	/** The scenario, such as {@code 75000/1000/weighted}. */
	@Param("10000/60/plain")
	public String scenario = "";

	/** Whether a participant has just gone, or nobody owns anything yet. */
	@Param("false")
	public boolean loss;

	private Contestant.@Nullable Task task;

	private @Nullable Scenario given;

	private @Nullable Object plan;

	/**
	 * Prepares what is not measured: who owns what before a loss is what the same
	 * contestant has planned, save for those that take too long for that.
	 * @throws Exception if it fails
	 */
	@Setup(Level.Trial)
	public void prepare() throws Exception {
		Contestant measured = Contestants.valueOf(this.contestant).contestant();
		Scenario fresh = Scenario.of(this.scenario);
		this.given = fresh;
		if (this.loss) {
			Contestant.Task first = new SmPlanner().prepare(fresh);
			this.given = fresh.after(first.read(first.plan()), fresh.participants() / 2);
			if (Contestants.valueOf(this.contestant).forgets()) {
				Contestant.Task own = measured.prepare(fresh);
				this.given = fresh.after(own.read(own.plan()), fresh.participants() / 2);
			}
		}
		this.task = measured.prepare(this.given);
	}

	/**
	 * Plans.
	 * @return the plan
	 * @throws Exception if it fails
	 */
	@Benchmark
	public Object plan() throws Exception {
		Contestant.Task measured = this.task;
		if (measured == null) {
			throw new IllegalStateException("nothing is prepared");
		}
		Object planned = measured.plan();
		this.plan = planned;
		return planned;
	}

	/** Says how good the plan was. */
	@TearDown(Level.Trial)
	public void judge() {
		if (this.task != null && this.given != null && this.plan != null) {
			int[] read = this.task.read(this.plan);
			Table.judged(this.contestant, this.scenario, this.loss, this.given.moves(read), this.given.lost(),
					this.given.peak(read));
		}
	}

}
