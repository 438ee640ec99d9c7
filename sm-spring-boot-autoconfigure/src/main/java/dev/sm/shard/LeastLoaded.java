package dev.sm.shard;

/**
 * A heap of takers by load for their weight, the least loaded on top; ties by number.
 */
final class LeastLoaded {

	private final int[] heap;

	private final double[] load;

	private final double[] weight;

	private int size;

	LeastLoaded(double[] load, double[] weight) {
		this.load = load;
		this.weight = weight;
		this.heap = new int[load.length];
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	int top() {
		return this.heap[0];
	}

	void push(int taker) {
		int at = this.size++;
		this.heap[at] = taker;
		while (at > 0 && before(this.heap[at], this.heap[(at - 1) / 2])) {
			swap(at, (at - 1) / 2);
			at = (at - 1) / 2;
		}
	}

	/** Restores the order after the load of the top has grown. */
	void topGrew() {
		int at = 0;
		while (true) {
			int child = 2 * at + 1;
			if (child >= this.size) {
				return;
			}
			if (child + 1 < this.size && before(this.heap[child + 1], this.heap[child])) {
				child++;
			}
			if (!before(this.heap[child], this.heap[at])) {
				return;
			}
			swap(at, child);
			at = child;
		}
	}

	void pop() {
		this.heap[0] = this.heap[--this.size];
		topGrew();
	}

	private boolean before(int a, int b) {
		int byLoad = Double.compare(this.load[a] / this.weight[a], this.load[b] / this.weight[b]);
		return byLoad < 0 || (byLoad == 0 && a < b);
	}

	private void swap(int a, int b) {
		int kept = this.heap[a];
		this.heap[a] = this.heap[b];
		this.heap[b] = kept;
	}

}
