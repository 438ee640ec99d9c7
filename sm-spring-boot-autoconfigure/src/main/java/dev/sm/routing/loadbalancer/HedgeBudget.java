package dev.sm.routing.loadbalancer;

/**
 * Bounds further requests for speed to a part of all requests. Thread-safe.
 */
final class HedgeBudget {

	/** How many may come at once after a quiet time. */
	private static final double MAX_SAVED = 10;

	private final double part;

	private double saved;

	HedgeBudget(double part) {
		this.part = part;
	}

	synchronized void called() {
		this.saved = Math.min(this.saved + this.part, MAX_SAVED);
	}

	synchronized boolean take() {
		if (this.saved < 1) {
			return false;
		}
		this.saved--;
		return true;
	}

}
