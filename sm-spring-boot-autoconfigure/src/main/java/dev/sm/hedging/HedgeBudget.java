package dev.sm.hedging;

/**
 * Bounds further requests for speed to a part of all requests. Thread-safe.
 */
public final class HedgeBudget {

	/** How many may come at once after a quiet time. */
	private static final double MAX_SAVED = 10;

	private final double part;

	private double saved;

	/**
	 * Creates a budget.
	 * @param part the part of all requests: 0 to 1
	 */
	public HedgeBudget(double part) {
		this.part = part;
	}

	/** Tells of a request. */
	public synchronized void called() {
		this.saved = Math.min(this.saved + this.part, MAX_SAVED);
	}

	/**
	 * Asks for a further request.
	 * @return whether it may be sent
	 */
	public synchronized boolean take() {
		if (this.saved < 1) {
			return false;
		}
		this.saved--;
		return true;
	}

}
