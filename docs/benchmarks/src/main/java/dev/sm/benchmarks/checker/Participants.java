package dev.sm.benchmarks.checker;

import static dev.sm.benchmarks.checker.Layout.*;

/**
 * What processes do: register, receive their document, act on it, tell their status, pass
 * the shard on, and end. A session ends in the store only after its process has stopped
 * holding, which is what the margin of time is for.
 */
final class Participants {

	private static final String[] NAMES = { "P1", "P2", "Q1" };

	private final Bound bound;

	Participants(Bound bound) {
		this.bound = bound;
	}

	static int id(int process) {
		return (process == 2) ? 1 : 0;
	}

	static int incarnation(int process) {
		return process + 1;
	}

	void steps(byte[] state, Steps steps) {
		for (int process : this.bound.processes()) {
			steps(state, process, steps);
		}
	}

	private void steps(byte[] state, int process, Steps steps) {
		int at = process(process);
		int id = id(process);
		switch (state[at + PHASE]) {
			case 0 -> {
				if (process != 1 || state[process(0) + PHASE] != 0) {
					byte[] next = state.clone();
					next[at + PHASE] = 1;
					steps.next(next, NAMES[process] + " starts");
				}
			}
			case 1 -> {
				if (state[REGISTERED + id] == 0) {
					byte[] next = state.clone();
					next[REGISTERED + id] = (byte) incarnation(process);
					next[at + PHASE] = 2;
					next[at + SESSION] = 1;
					steps.next(next, NAMES[process] + " registers");
				}
			}
			case 2 -> registered(state, process, steps);
			default -> {
				// over
			}
		}
		if (state[at + PHASE] == 3 && state[at + SESSION] == 1) {
			byte[] next = state.clone();
			endSession(next, process);
			steps.next(next, NAMES[process] + "'s session ends in the store");
		}
		if (state[at + SENT] == 1) {
			arrive(state, process, steps);
		}
	}

	private void endSession(byte[] next, int process) {
		int id = id(process);
		next[process(process) + SESSION] = 0;
		if (next[REGISTERED + id] == incarnation(process)) {
			next[REGISTERED + id] = 0;
		}
		if (next[STATUS + 3 * id] == incarnation(process)) {
			java.util.Arrays.fill(next, STATUS + 3 * id, STATUS + 3 * id + 3, (byte) 0);
		}
	}

	private void registered(byte[] state, int process, Steps steps) {
		int at = process(process);
		int id = id(process);
		if (state[at + OWN + REVISION] != state[document(id) + REVISION]) {
			byte[] next = state.clone();
			System.arraycopy(state, document(id), next, at + OWN, DOCUMENT);
			steps.next(next, NAMES[process] + " receives " + Model.describe(state, document(id)));
		}
		if (state[at + ACTED] != state[at + OWN + REVISION]) {
			act(state.clone(), process, steps);
		}
		tell(state, process, steps);
		if (this.bound.has(Bound.Rule.HEIRS)) {
			passOn(state, process, steps);
		}
		byte[] next = state.clone();
		next[at + PHASE] = 3;
		next[at + HELD] = 0;
		steps.next(next, NAMES[process] + " reaches its deadline or crashes");
	}

	private void act(byte[] next, int process, Steps steps) {
		int at = process(process);
		String what = NAMES[process] + " acts on its document";
		byte before = next[at + HELD];
		next[at + ACTED] = next[at + OWN + REVISION];
		boolean owns = next[at + OWN + INC] == incarnation(process) && next[at + OWN + DROP] == 0;
		next[at + HELD] = owns ? next[at + OWN + EPOCH] : 0;
		byte held = next[at + HELD];
		if (held != 0 && held != before) {
			if (held < next[HIGHEST] || held == next[HIGHEST] && next[HIGHEST_BY] != incarnation(process)) {
				steps.violation(what + ": O2, epoch " + held + " after epoch " + next[HIGHEST] + " of another");
				return;
			}
			next[HIGHEST] = held;
			next[HIGHEST_BY] = (byte) incarnation(process);
		}
		int holders = 0;
		for (int each = 0; each < 3; each++) {
			holders += (next[process(each) + PHASE] == 2 && next[process(each) + HELD] != 0) ? 1 : 0;
		}
		if (holders > 1) {
			steps.violation(what + ": O1, two hold the shard");
			return;
		}
		steps.next(next, what);
	}

	private void tell(byte[] state, int process, Steps steps) {
		int at = process(process);
		int status = STATUS + 3 * id(process);
		if (state[at + SESSION] == 1 && (state[status] != incarnation(process) || state[status + 1] != state[at + ACTED]
				|| state[status + 2] != state[at + HELD])) {
			byte[] next = state.clone();
			next[status] = (byte) incarnation(process);
			next[status + 1] = state[at + ACTED];
			next[status + 2] = state[at + HELD];
			steps.next(next,
					NAMES[process] + " tells that it holds " + state[at + HELD] + " by document " + state[at + ACTED]);
		}
	}

	/** Reads the heir's document, and sends the transaction that gives it the shard. */
	private void passOn(byte[] state, int process, Steps steps) {
		int at = process(process);
		int other = 1 - id(process);
		boolean named = state[at + OWN + HEIR] != 0 && state[at + OWN + INC] == incarnation(process);
		boolean dropped = state[at + HELD] == 0 && state[at + ACTED] == state[at + OWN + REVISION];
		if (!named || state[at + SENT] == 1) {
			return;
		}
		if (state[at + HEIR_REVISION] != state[document(other) + REVISION]
				|| state[at + HEIR_REGISTERED] != state[REGISTERED + other]) {
			byte[] next = state.clone();
			next[at + HEIR_REVISION] = state[document(other) + REVISION];
			next[at + HEIR_REGISTERED] = state[REGISTERED + other];
			steps.next(next, NAMES[process] + " reads the heir's document");
		}
		boolean there = this.bound.has(Bound.Rule.HEIR_WITHOUT_INCARNATION)
				|| state[at + HEIR_REGISTERED] == state[at + OWN + HEIR];
		if ((dropped || this.bound.has(Bound.Rule.SENT_BEFORE_DROP)) && there) {
			byte[] next = state.clone();
			next[at + SENT] = 1;
			next[at + SENT_REVISION] = state[at + OWN + REVISION];
			next[at + SENT_HEIR_REVISION] = state[at + HEIR_REVISION];
			next[at + SENT_HEIR] = state[at + OWN + HEIR];
			next[at + SENT_EPOCH] = state[at + OWN + HEIR_EPOCH];
			next[at + SENT_REGISTERED] = state[at + HEIR_REGISTERED];
			steps.next(next,
					NAMES[process] + " sends its acknowledgement that gives epoch " + state[at + OWN + HEIR_EPOCH]);
		}
	}

	/** The acknowledgement reaches the store, possibly late: it gives, or is refused. */
	private void arrive(byte[] state, int process, Steps steps) {
		int at = process(process);
		int id = id(process);
		int other = 1 - id;
		byte[] next = state.clone();
		next[at + SENT] = 0;
		boolean holds = (state[at + SESSION] == 1 || this.bound.has(Bound.Rule.SESSION_NOT_COMPARED))
				&& (state[document(id) + REVISION] == state[at + SENT_REVISION]
						|| this.bound.has(Bound.Rule.OWN_NOT_COMPARED))
				&& (state[document(other) + REVISION] == state[at + SENT_HEIR_REVISION]
						|| this.bound.has(Bound.Rule.HEIRS_NOT_COMPARED))
				&& (state[REGISTERED + other] == state[at + SENT_REGISTERED]
						|| this.bound.has(Bound.Rule.REGISTRATION_NOT_COMPARED));
		if (holds) {
			Model.clear(next, document(id));
			Model.give(next, other, this.bound.has(Bound.Rule.HEIR_WITHOUT_INCARNATION) ? state[REGISTERED + other]
					: state[at + SENT_HEIR], state[at + SENT_EPOCH]);
			if (state[at + SESSION] == 1) {
				next[STATUS + 3 * id] = (byte) incarnation(process);
				next[STATUS + 3 * id + 1] = state[at + SENT_REVISION];
				next[STATUS + 3 * id + 2] = 0;
			}
		}
		steps.next(next, NAMES[process] + "'s acknowledgement "
				+ (holds ? "gives epoch " + state[at + SENT_EPOCH] : "is refused"));
	}

}
