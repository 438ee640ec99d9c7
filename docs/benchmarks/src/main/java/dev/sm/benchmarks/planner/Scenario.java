package dev.sm.benchmarks.planner;

import java.util.Arrays;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * Shards by number, to be shared out among participants by number, in three zones.
 *
 * @param shards how many shards there are
 * @param participants how many participants there are
 * @param weighted whether shards weigh 1 to 20, and not all the same
 * @param owners who owns each shard before, or {@code null} if nobody does
 * @param gone a participant that is gone since, or -1
 */
record Scenario(int shards, int participants, boolean weighted, int @Nullable [] owners, int gone) {

	static final int ZONES = 3;

	private static final long SEED = 20;

	/**
	 * Reads a scenario.
	 * @param text such as {@code 75000/1000/weighted}
	 * @return the scenario, in which nobody owns anything
	 */
	static Scenario of(String text) {
		String[] parts = text.split("/");
		return new Scenario(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2].equals("weighted"), null,
				-1);
	}

	Scenario after(int[] plan, int lost) {
		return new Scenario(this.shards, this.participants, this.weighted, plan, lost);
	}

	int[] weights() {
		Random random = new Random(SEED);
		int[] weights = new int[this.shards];
		Arrays.setAll(weights, (s) -> this.weighted ? 1 + random.nextInt(20) : 1);
		return weights;
	}

	static String shard(int number) {
		return "s" + number;
	}

	static String participant(int number) {
		return "p" + number;
	}

	static String zone(int participant) {
		return "z" + participant % ZONES;
	}

	static int number(String name) {
		return Integer.parseInt(name.substring(1));
	}

	boolean isThere(int participant) {
		return participant != this.gone;
	}

	/**
	 * How many shards change their owner.
	 * @param plan the owner of each shard
	 * @return the moves
	 */
	int moves(int[] plan) {
		int moves = 0;
		for (int s = 0; s < plan.length; s++) {
			moves += (this.owners == null || this.owners[s] != plan[s]) ? 1 : 0;
		}
		return moves;
	}

	/**
	 * How many shards the participant had that is gone.
	 * @return the number
	 */
	int lost() {
		return (this.owners == null) ? 0
				: (int) Arrays.stream(this.owners).filter((owner) -> owner == this.gone).count();
	}

	/**
	 * The largest load over the mean.
	 * @param plan the owner of each shard
	 * @return 1 or more
	 */
	double peak(int[] plan) {
		long[] load = new long[this.participants];
		long total = 0;
		int[] weights = weights();
		for (int s = 0; s < plan.length; s++) {
			load[plan[s]] += weights[s];
			total += weights[s];
		}
		int there = this.participants - ((this.gone >= 0) ? 1 : 0);
		return (double) Arrays.stream(load).max().orElse(0) * there / total;
	}

}
