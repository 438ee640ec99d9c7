package dev.sm.routing.web;

/**
 * What an instance tells the next one when it forwards a request.
 *
 * @param count how often the request was forwarded, this time included
 * @param epoch the epoch of the ownership that it was forwarded by
 */
record Hop(int count, long epoch) {

	/** The header that carries it. */
	static final String HEADER = "Sm-Hop";

	/** The request as a client sent it. */
	static final Hop NONE = new Hop(0, 0);

	Hop next(long epoch) {
		return new Hop(this.count + 1, epoch);
	}

}
