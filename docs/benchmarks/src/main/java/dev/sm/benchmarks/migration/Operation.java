package dev.sm.benchmarks.migration;

import org.jspecify.annotations.Nullable;

/**
 * What a client asked of one key and was answered. Times are of the monotonic clock that
 * all processes of one machine share, in nanoseconds. Mutable only while a history is
 * read.
 */
final class Operation {

	/** What a read answers if there is nothing. */
	static final long NOTHING = -1;

	final String client;

	final Verb verb;

	final long argument;

	final long ttl;

	final long begin;

	/** When it was answered, or {@link Long#MAX_VALUE} if it was not. */
	long end = Long.MAX_VALUE;

	long result;

	/**
	 * Creates an operation that is not answered.
	 * @param client who asked
	 * @param verb what was asked
	 * @param argument the value, or what is added
	 * @param ttl the time to live that it sets, in nanoseconds; 0 for none
	 * @param begin when it was asked, or before
	 */
	Operation(String client, Verb verb, long argument, long ttl, long begin) {
		this.client = client;
		this.verb = verb;
		this.argument = argument;
		this.ttl = ttl;
		this.begin = begin;
	}

	Operation answered(long answer, long at) {
		this.result = answer;
		this.end = at;
		return this;
	}

	boolean isAnswered() {
		return this.end != Long.MAX_VALUE;
	}

	/**
	 * What follows from a state if this happens, or {@code null} if it was answered
	 * otherwise.
	 */
	@Nullable State apply(State state) {
		boolean there = state.value() != NOTHING;
		long expires = (this.ttl > 0) ? this.begin + this.ttl : Long.MAX_VALUE;
		State after = switch (this.verb) {
			case GET -> state;
			case SET -> new State(this.argument, expires);
			case SET_IF_ABSENT -> there ? state : new State(this.argument, expires);
			case DELETE -> State.ABSENT;
			case INCREMENT ->
				new State((there ? state.value() : 0) + this.argument, there ? state.expires() : Long.MAX_VALUE);
			case EXPIRE -> there ? new State(state.value(), expires) : state;
		};
		long answer = switch (this.verb) {
			case GET -> state.value();
			case SET -> 0;
			case SET_IF_ABSENT -> there ? 0 : 1;
			case DELETE, EXPIRE -> there ? 1 : 0;
			case INCREMENT -> after.value();
		};
		return (!isAnswered() || answer == this.result) ? after : null;
	}

	@Override
	public String toString() {
		return String.format("%s %s(%d%s) from %.4f to %s", this.client, this.verb, this.argument,
				(this.ttl > 0) ? ", ttl " + this.ttl / 1_000_000 + " ms" : "", this.begin / 1e9,
				isAnswered() ? String.format("%.4f: %d", this.end / 1e9, this.result) : "?");
	}

	/** What can be asked. */
	enum Verb {

		GET, SET, SET_IF_ABSENT, DELETE, INCREMENT, EXPIRE

	}

	/**
	 * What there is under a key.
	 *
	 * @param value the number, or {@link Operation#NOTHING}
	 * @param expires from when on it may be gone
	 */
	record State(long value, long expires) {

		static final State ABSENT = new State(NOTHING, Long.MAX_VALUE);

	}

}
