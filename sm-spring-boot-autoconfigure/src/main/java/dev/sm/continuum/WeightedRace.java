package dev.sm.continuum;

import java.util.Arrays;

/**
 * Finds the earliest node of each slot, block by block.
 * <p>
 * Every node takes its slots in the order of its times, up to a time by which nearly all
 * slots have somebody: with n nodes about ln n tries a slot instead of n. A slot that
 * anybody reached by then is decided. For the few others all nodes' times are compared.
 * So a build costs the same to a logarithm, whatever the number of nodes. Not
 * thread-safe.
 */
final class WeightedRace {

	private static final int P = Slots.PER_BLOCK;

	private static final long NOBODY = Long.MAX_VALUE;

	private final WeightedNodes nodes;

	private final double limit;

	private final long[] permutations;

	private final double[] phases;

	private final long[] claims = new long[P];

	WeightedRace(WeightedNodes nodes) {
		this.nodes = nodes;
		// about 1/n of the slots are left for the slow way, so that both cost the same
		this.limit = (1 + Math.ceil(log2(nodes.count()) * 0.7)) / nodes.weight();
		this.permutations = new long[nodes.count()];
		this.phases = new double[nodes.count()];
	}

	private static int log2(int count) {
		return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
	}

	/**
	 * Draws for a block. Comes before anything else that is asked about it.
	 * @param block the number of the block
	 */
	void prepare(int block) {
		for (int node = 0; node < this.permutations.length; node++) {
			long permutation = Draw.permutation(this.nodes.seeds()[node], block);
			this.permutations[node] = permutation;
			this.phases[node] = Draw.phase(permutation);
		}
	}

	/**
	 * Runs the race for a block.
	 * @param block the number of the block
	 * @return the winning claim to each of its slots, valid until the next call
	 */
	long[] winners(int block) {
		prepare(block);
		Arrays.fill(this.claims, NOBODY);
		for (int node = 0; node < this.permutations.length; node++) {
			run(this.claims, node);
		}
		for (int slot = 0; slot < P; slot++) {
			if (this.claims[slot] == NOBODY) {
				this.claims[slot] = winner(slot);
			}
		}
		return this.claims;
	}

	private void run(long[] claims, int node) {
		double phase = this.phases[node];
		double pace = this.nodes.paces()[node];
		int step = Draw.step(this.permutations[node]);
		int slot = Draw.first(this.permutations[node]);
		for (int rank = 0; rank < P; rank++) {
			double time = Draw.time(rank, phase) * pace;
			if (time > this.limit) {
				return;
			}
			claims[slot] = Math.min(claims[slot], Draw.claim(time, node));
			slot += step;
			slot -= (slot >= P) ? P : 0;
		}
	}

	/**
	 * The winning claim to one slot of the block.
	 */
	long winner(int slot) {
		long winner = NOBODY;
		for (int node = 0; node < this.permutations.length; node++) {
			winner = Math.min(winner, claim(slot, node));
		}
		return winner;
	}

	/**
	 * The claim of a node to a slot of the block.
	 */
	long claim(int slot, int node) {
		long permutation = this.permutations[node];
		return claimAt(Draw.rank(slot, Draw.first(permutation), Draw.inverseStep(permutation)), node);
	}

	/**
	 * The latest claim of a node in the block.
	 */
	long last(int node) {
		return claimAt(P - 1, node);
	}

	private long claimAt(int rank, int node) {
		return Draw.claim(Draw.time(rank, this.phases[node]) * this.nodes.paces()[node], node);
	}

	/**
	 * Visits the slots of the block in the order of a node's claims to them, for as long
	 * as claims are below a bound.
	 */
	void visit(int node, long bound, Visitor visitor) {
		int step = Draw.step(this.permutations[node]);
		int slot = Draw.first(this.permutations[node]);
		for (int rank = 0; rank < P; rank++) {
			double time = Draw.time(rank, this.phases[node]) * this.nodes.paces()[node];
			long claim = Draw.claim(time, node);
			if (claim >= bound) {
				return;
			}
			visitor.visit(slot, claim);
			slot += step;
			slot -= (slot >= P) ? P : 0;
		}
	}

	/** Is told a slot and a claim to it. */
	interface Visitor {

		void visit(int slot, long claim);

	}

}
