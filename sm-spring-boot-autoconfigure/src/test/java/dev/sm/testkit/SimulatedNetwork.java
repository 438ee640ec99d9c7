package dev.sm.testkit;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries requests to the store and answers back: each with a delay of its own, so that
 * they overtake each other; sometimes it loses one of the two, sometimes it says that a
 * request failed and delivers it later, within the request timeout.
 */
final class SimulatedNetwork {

	static final long TIMEOUT = 800_000_000L;

	private static final long MIN_DELAY = 100_000L;

	private static final long LONG_DELAY = 350_000_000L;

	private final Timeline time;

	private boolean faulty = true;

	private boolean reliable;

	private boolean down;

	SimulatedNetwork(Timeline time) {
		this.time = time;
	}

	void faulty(boolean faulty) {
		this.faulty = faulty;
	}

	boolean isFaulty() {
		return this.faulty;
	}

	/** Whether a watch breaks just so. */
	boolean breaks() {
		return this.time.chance(this.reliable ? 0 : 0.002);
	}

	/** Nothing is lost or late any more. */
	void reliable() {
		this.faulty = false;
		this.reliable = true;
	}

	/** Whether the store is away for everybody. */
	void down(boolean down) {
		this.down = down;
	}

	boolean isDown() {
		return this.down;
	}

	long delay() {
		if (!this.faulty || this.time.chance(0.85)) {
			return this.time.between(MIN_DELAY, 3_000_000L);
		}
		return this.time.between(MIN_DELAY, LONG_DELAY);
	}

	/**
	 * Sends a request.
	 * @param <T> the answer
	 * @param reachable whether the sender reaches the network
	 * @param hears whether it is reached
	 * @param request what the store does
	 * @param answer takes the answer
	 * @param failure is told why there is none
	 */
	<T> void send(Supplier<Boolean> reachable, Supplier<Boolean> hears, Supplier<T> request, Consumer<T> answer,
			Consumer<String> failure) {
		if (this.down || !reachable.get()) {
			this.time.after(this.time.chance(0.5) ? delay() : TIMEOUT, () -> failure.accept("no connection"));
		}
		else if (this.faulty && this.time.chance(0.03)) {
			this.time.after(this.time.between(0, TIMEOUT), () -> failure.accept("request lost"));
		}
		else if (this.faulty && this.time.chance(0.04)) {
			this.time.after(this.time.between(0, TIMEOUT), () -> process(request));
			this.time.after(this.time.between(0, TIMEOUT), () -> failure.accept("answer lost"));
		}
		else {
			this.time.after(delay(), () -> exchange(hears, request, answer, failure));
		}
	}

	private <T> void process(Supplier<T> request) {
		if (!this.down) {
			try {
				request.get();
			}
			catch (RuntimeException ex) {
				this.time.note("store", "refuses: " + ex.getMessage());
			}
		}
	}

	private <T> void exchange(Supplier<Boolean> hears, Supplier<T> request, Consumer<T> answer,
			Consumer<String> failure) {
		if (this.down) {
			this.time.after(delay(), () -> failure.accept("the store went away"));
			return;
		}
		T result;
		try {
			result = request.get();
		}
		catch (RuntimeException ex) {
			this.time.after(delay(), () -> failure.accept(String.valueOf(ex.getMessage())));
			return;
		}
		this.time.after(delay(), () -> {
			if (hears.get()) {
				answer.accept(result);
			}
			else {
				this.time.after(TIMEOUT, () -> failure.accept("answer lost"));
			}
		});
	}

}
