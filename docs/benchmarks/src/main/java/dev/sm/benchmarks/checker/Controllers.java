package dev.sm.benchmarks.checker;

import static dev.sm.benchmarks.checker.Layout.*;

/**
 * What controllers do: are elected, read in two steps, plan, and write what they planned,
 * possibly late. Each write compares the term and the documents it was planned from.
 */
final class Controllers {

	private static final String[] NAMES = { "X", "Y" };

	private static final String[] IDS = { "P", "Q" };

	private static final int GIVE = 1;

	private static final int TAKE = 2;

	private static final int TAKE_FOR_HEIR = 3;

	private static final int MAX_TERM = 3;

	private final Bound bound;

	Controllers(Bound bound) {
		this.bound = bound;
	}

	void steps(byte[] state, Steps steps) {
		if (state[CONTROLLER] != 0 && state[LOSSES] > 0) {
			byte[] next = state.clone();
			next[CONTROLLER] = 0;
			next[LOSSES]--;
			steps.next(next, "the controller's key ends");
		}
		for (int controller = 0; controller < 2; controller++) {
			steps(state, controller, steps);
		}
	}

	private void steps(byte[] state, int controller, Steps steps) {
		int at = controller(controller);
		if (state[CONTROLLER] == 0 && state[TERM] < MAX_TERM && state[at + WORK] == 0) {
			byte[] next = state.clone();
			next[CONTROLLER] = (byte) (controller + 1);
			next[TERM]++;
			forget(next, at, 1);
			next[at + OWN_TERM] = next[TERM];
			steps.next(next, NAMES[controller] + " becomes controller, term " + next[TERM]);
		}
		switch (state[at + STEP]) {
			case 1 -> {
				byte[] next = state.clone();
				System.arraycopy(state, DOCUMENTS, next, at + READ_DOCUMENTS, 2 * DOCUMENT);
				next[at + READ_COUNTER] = state[COUNTER];
				next[at + STEP] = 2;
				steps.next(next, NAMES[controller] + " reads the documents");
			}
			case 2 -> {
				byte[] next = state.clone();
				System.arraycopy(state, REGISTERED, next, at + READ_REGISTERED, 2);
				System.arraycopy(state, STATUS, next, at + READ_STATUS, 6);
				next[at + STEP] = 3;
				steps.next(next, NAMES[controller] + " reads registrations and statuses");
			}
			case 3 -> plan(state, controller, steps);
			case 4 -> write(state, controller, steps);
			default -> {
				// not controller
			}
		}
		if (state[at + STEP] > 0 && state[at + STEP] < 4 && state[CONTROLLER] != controller + 1) {
			byte[] next = state.clone();
			forget(next, at, 0);
			steps.next(next, NAMES[controller] + " notices that it is controller no longer");
		}
	}

	private void plan(byte[] state, int controller, Steps steps) {
		int at = controller(controller);
		boolean free = released(state, at, 0) && released(state, at, 1);
		for (int id = 0; id < 2; id++) {
			boolean there = state[at + READ_REGISTERED + id] != 0;
			int read = at + READ_DOCUMENTS + id * DOCUMENT;
			if (free && there && state[COUNTER] < this.bound.epochs()) {
				send(state, controller, GIVE, id, steps);
			}
			if (!free && state[read + EPOCH] != 0 && state[TAKES] > 0) {
				if (state[read + DROP] == 0 || state[read + HEIR] != 0) {
					send(state, controller, TAKE, id, steps);
				}
				if (this.bound.has(Bound.Rule.HEIRS) && state[at + READ_REGISTERED + 1 - id] != 0
						&& state[COUNTER] < this.bound.epochs()) {
					send(state, controller, TAKE_FOR_HEIR, id, steps);
				}
			}
		}
		if (stale(state, at)) {
			byte[] next = state.clone();
			forget(next, at, 1);
			steps.next(next, NAMES[controller] + " reads again");
		}
	}

	private void send(byte[] state, int controller, int work, int target, Steps steps) {
		byte[] next = state.clone();
		int at = controller(controller);
		next[at + WORK] = (byte) work;
		next[at + TARGET] = (byte) target;
		next[at + STEP] = 4;
		if (work != GIVE) {
			next[TAKES]--;
		}
		steps.next(next, NAMES[controller] + " sends: " + describe(work, target));
	}

	private static String describe(int work, int target) {
		return switch (work) {
			case GIVE -> "give to " + IDS[target];
			case TAKE -> "take from " + IDS[target];
			default -> "take from " + IDS[target] + " for " + IDS[1 - target];
		};
	}

	private void write(byte[] state, int controller, Steps steps) {
		int at = controller(controller);
		int work = state[at + WORK];
		int target = state[at + TARGET];
		byte[] next = state.clone();
		boolean holds = state[CONTROLLER] == controller + 1 && state[TERM] == state[at + OWN_TERM]
				&& (work != GIVE && work != TAKE_FOR_HEIR || state[COUNTER] == state[at + READ_COUNTER]);
		for (int id = 0; id < 2; id++) {
			boolean written = work == GIVE || id == target;
			boolean compared = written && !this.bound.has(Bound.Rule.DOCUMENTS_NOT_COMPARED);
			holds &= !compared
					|| state[document(id) + REVISION] == state[at + READ_DOCUMENTS + id * DOCUMENT + REVISION];
		}
		if (holds) {
			apply(next, at, work, target);
		}
		forget(next, at, (state[CONTROLLER] == controller + 1) ? 1 : 0);
		steps.next(next,
				NAMES[controller] + "'s write " + (holds ? "is applied: " : "is refused: ") + describe(work, target));
	}

	private void apply(byte[] next, int at, int work, int target) {
		if (work == GIVE) {
			next[COUNTER]++;
			Model.clear(next, document(1 - target));
			Model.give(next, target, next[at + READ_REGISTERED + target], next[COUNTER]);
			return;
		}
		int document = document(target);
		if (next[document + EPOCH] == 0) {
			return;
		}
		next[document + DROP] = 1;
		next[document + REVISION]++;
		next[document + HEIR] = 0;
		next[document + HEIR_EPOCH] = 0;
		if (work == TAKE_FOR_HEIR) {
			next[document + HEIR] = next[at + READ_REGISTERED + 1 - target];
			next[document + HEIR_EPOCH] = (byte) (next[COUNTER] + 1);
			if (!this.bound.has(Bound.Rule.EPOCH_NOT_RESERVED)) {
				next[COUNTER]++;
			}
		}
	}

	/** Whether nobody can hold the shard by the document of an id, by what was read. */
	private boolean released(byte[] state, int at, int id) {
		int read = at + READ_DOCUMENTS + id * DOCUMENT;
		int status = at + READ_STATUS + 3 * id;
		if (state[read + EPOCH] == 0 || state[at + READ_REGISTERED + id] != state[read + INC]) {
			return true;
		}
		return state[read + DROP] == 1 && state[status] == state[read + INC] && state[status + 2] == 0
				&& state[status + 1] >= state[read + REVISION];
	}

	private static boolean stale(byte[] state, int at) {
		return !java.util.Arrays.equals(state, DOCUMENTS, DOCUMENTS + 2 * DOCUMENT, state, at + READ_DOCUMENTS,
				at + READ_DOCUMENTS + 2 * DOCUMENT)
				|| !java.util.Arrays.equals(state, REGISTERED, REGISTERED + 2, state, at + READ_REGISTERED,
						at + READ_REGISTERED + 2)
				|| !java.util.Arrays.equals(state, STATUS, STATUS + 6, state, at + READ_STATUS, at + READ_STATUS + 6);
	}

	private static void forget(byte[] next, int at, int step) {
		java.util.Arrays.fill(next, at + READ_DOCUMENTS, at + CONTROLLER_SIZE, (byte) 0);
		next[at + STEP] = (byte) step;
	}

}
