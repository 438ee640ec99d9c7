package dev.sm.benchmarks.checker;

import static dev.sm.benchmarks.checker.Layout.*;

/**
 * The protocol of ownership for one shard, as what can happen in each state.
 */
final class Model {

	private final Bound bound;

	private final Participants participants;

	private final Controllers controllers;

	Model(Bound bound) {
		this.bound = bound;
		this.participants = new Participants(bound);
		this.controllers = new Controllers(bound);
	}

	byte[] initial() {
		byte[] state = new byte[SIZE];
		state[LOSSES] = (byte) this.bound.losses();
		state[TAKES] = (byte) this.bound.takes();
		return state;
	}

	void steps(byte[] state, Steps steps) {
		this.participants.steps(state, steps);
		this.controllers.steps(state, steps);
	}

	/**
	 * Whether the shard is held by a live process, or there is nothing left to happen.
	 */
	boolean isGood(byte[] state) {
		boolean alive = false;
		for (int process : this.bound.processes()) {
			int at = process(process);
			alive |= state[at + PHASE] != 3;
			if (state[at + PHASE] == 2 && state[at + HELD] != 0 && state[at + SESSION] == 1) {
				return true;
			}
		}
		return !alive || state[COUNTER] >= this.bound.epochs() || state[TERM] >= 3;
	}

	static void clear(byte[] next, int document) {
		if (next[document + EPOCH] != 0) {
			next[document + EPOCH] = 0;
			next[document + DROP] = 0;
			next[document + HEIR] = 0;
			next[document + HEIR_EPOCH] = 0;
			next[document + REVISION]++;
		}
	}

	static void give(byte[] next, int id, byte incarnation, byte epoch) {
		int document = document(id);
		next[document + INC] = incarnation;
		next[document + EPOCH] = epoch;
		next[document + DROP] = 0;
		next[document + HEIR] = 0;
		next[document + HEIR_EPOCH] = 0;
		next[document + REVISION]++;
	}

	static String describe(byte[] state, int at) {
		String entry = (state[at + EPOCH] == 0) ? "nothing" : "epoch " + state[at + EPOCH];
		String heir = (state[at + HEIR] == 0) ? ""
				: " for session " + state[at + HEIR] + " at " + state[at + HEIR_EPOCH];
		return "document " + state[at + REVISION] + " (session " + state[at + INC] + ", " + entry
				+ ((state[at + DROP] == 1) ? ", drop" + heir : "") + ")";
	}

}
