package dev.sm.benchmarks.continuum;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time to place a String, one of 1,000,000 that are placed in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {

	private static final int KEYS = 1_000_000;

	/** Who places. */
	@Param({ "sm-weighted", "hash4j-jump-back-anchor" })
	public String placement = "";

	/** How many nodes there are. */
	@Param({ "10", "100", "1000" })
	public int nodes;

	private Placement subject = (key) -> key;

	private final String[] keys = new String[KEYS];

	private int next;

	/** Makes the keys and the nodes. */
	@Setup
	public void prepare() {
		for (int i = 0; i < KEYS; i++) {
			this.keys[i] = "user:" + (1_000_000 + i) + ":profile";
		}
		this.subject = Placements.named(this.placement, this.nodes);
	}

	/**
	 * Places the next key.
	 * @return its node
	 */
	@Benchmark
	public Object place() {
		this.next = (this.next + 1 < KEYS) ? this.next + 1 : 0;
		return this.subject.nodeFor(this.keys[this.next]);
	}

}
