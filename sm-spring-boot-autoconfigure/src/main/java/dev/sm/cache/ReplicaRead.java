package dev.sm.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A read of keys that every node should have: asks one node, another one when that fails
 * or is slow, and all others for what the first lacks. Nodes in reserve, which are not as
 * good, are asked one by one when the others cannot tell. Passive: told what happens, it
 * says which nodes to ask next, by their place in the order of preference. Not
 * thread-safe.
 */
final class ReplicaRead {

	private final int nodes;

	private final int all;

	private final int needed;

	private final boolean others;

	private final byte[] @Nullable [] found;

	private final int[] misses;

	private final int[] holders;

	private final List<Miss> missed = new ArrayList<>();

	private int asked;

	private int open;

	private boolean widened;

	private boolean answered;

	private boolean late;

	/**
	 * Creates a read.
	 * @param nodes how many nodes can be asked, 1 or more
	 * @param reserve how many more can be asked after them
	 * @param keys how many keys are read
	 * @param needed how many nodes must lack a key before it counts as absent
	 * @param others whether to ask the others for what one node lacks
	 */
	ReplicaRead(int nodes, int reserve, int keys, int needed, boolean others) {
		this.nodes = nodes;
		this.all = nodes + reserve;
		this.needed = needed;
		this.others = others;
		this.found = new byte[keys][];
		this.misses = new int[keys];
		this.holders = new int[keys];
	}

	List<Integer> start() {
		return next();
	}

	/** The keys that no node has told yet. */
	int[] missing() {
		int[] missing = new int[this.found.length];
		int count = 0;
		for (int i = 0; i < this.found.length; i++) {
			if (this.found[i] == null) {
				missing[count++] = i;
			}
		}
		return Arrays.copyOf(missing, count);
	}

	/**
	 * A node has answered.
	 * @param node the node
	 * @param keys which keys it was asked for
	 * @param values their values, or {@code null} for those that it lacks
	 * @return whom to ask as well
	 */
	List<Integer> answered(int node, int[] keys, List<byte @Nullable []> values) {
		this.open--;
		this.answered = true;
		boolean complete = true;
		for (int i = 0; i < keys.length; i++) {
			int key = keys[i];
			byte[] value = values.get(i);
			if (value == null) {
				this.misses[key]++;
				this.missed.add(new Miss(node, key));
			}
			else if (this.found[key] == null) {
				this.found[key] = value;
				this.holders[key] = node;
			}
			complete &= this.found[key] != null;
		}
		return (complete || !this.others) ? List.of() : reserve(widen());
	}

	private List<Integer> widen() {
		this.widened = true;
		List<Integer> ask = new ArrayList<>();
		while (this.asked < this.nodes) {
			ask.addAll(next());
		}
		return ask;
	}

	/**
	 * A node has failed in a way that another one may not.
	 * @return whom to ask instead
	 */
	List<Integer> failed() {
		this.open--;
		return reserve((this.asked < this.nodes && !done()) ? next() : List.of());
	}

	private List<Integer> reserve(List<Integer> next) {
		boolean stuck = next.isEmpty() && this.open == 0 && this.asked >= this.nodes && !known();
		return (stuck && this.asked < this.all) ? next() : next;
	}

	/**
	 * The nodes that were asked are slow.
	 * @return whom to ask as well
	 */
	List<Integer> slow() {
		return canHedge() ? next() : List.of();
	}

	/**
	 * The nodes that were asked are so late that they count as failed.
	 * @return whom to ask as well
	 */
	List<Integer> late() {
		this.late = true;
		return (!done() && this.asked < this.all) ? next() : List.of();
	}

	/** Whether one more node could be asked for speed. */
	boolean canHedge() {
		return !done() && !this.widened && this.asked < this.nodes;
	}

	private List<Integer> next() {
		this.open++;
		return List.of(this.asked++);
	}

	/** Whether nothing is to be waited for any more. */
	boolean done() {
		if (this.answered && !this.others) {
			return true;
		}
		if (missing().length == 0) {
			return true;
		}
		boolean through = this.open == 0 && this.asked >= this.nodes;
		return (through && this.asked == this.all) || ((through || this.late) && known());
	}

	/** Whether every key is found, or lacked by enough nodes. */
	boolean known() {
		if (this.answered && !this.others) {
			return true;
		}
		for (int key : missing()) {
			if (this.misses[key] < this.needed) {
				return false;
			}
		}
		return true;
	}

	List<byte @Nullable []> values() {
		List<byte @Nullable []> values = new ArrayList<>(this.found.length);
		for (byte[] value : this.found) {
			values.add(value);
		}
		return values;
	}

	/** The node that has a key, or 0. */
	int holder(int key) {
		return this.holders[key];
	}

	/** What nodes lack that another one has. */
	List<Miss> repairs() {
		return this.missed.stream().filter((miss) -> this.found[miss.key()] != null).toList();
	}

	/**
	 * A node that lacks a key.
	 *
	 * @param node the node
	 * @param key the key
	 */
	record Miss(int node, int key) {

	}

}
