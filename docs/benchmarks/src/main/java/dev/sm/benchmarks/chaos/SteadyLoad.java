package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that send requests at a steady rate to any participant that is ready, half of
 * them additions and half reads, each once. Whatever is not answered with 200 within ten
 * seconds is a failure. Thread-safe.
 */
final class SteadyLoad implements AutoCloseable {

	private static final int NAMES = 1000;

	private final Http http = new Http(Duration.ofSeconds(10));

	private final ReadyParticipants participants;

	private final Ledger ledger = new Ledger();

	private final List<Thread> clients = new ArrayList<>();

	private final Map<String, Integer> failures = new TreeMap<>();

	private long[] latencies = new long[1 << 17];

	private int answered;

	private int failed;

	private volatile boolean ended;

	SteadyLoad(ReadyParticipants participants) {
		this.participants = participants;
	}

	/**
	 * Starts.
	 * @param number how many clients there are
	 * @param rate how many requests they send a second at most, all together
	 */
	void start(int number, int rate) {
		long pause = TimeUnit.SECONDS.toNanos(number) / rate;
		for (int client = 0; client < number; client++) {
			Thread thread = new Thread(() -> run(pause), "client-" + client);
			thread.setDaemon(true);
			thread.start();
			this.clients.add(thread);
		}
	}

	private void run(long pause) {
		Random random = ThreadLocalRandom.current();
		long next = System.nanoTime();
		while (!this.ended) {
			// whoever is late does not catch up
			LockSupport.parkNanos(next - System.nanoTime());
			next = Math.max(next + pause, System.nanoTime());
			List<Participant> ready = this.participants.all();
			if (ready.isEmpty()) {
				failed("nobody is ready");
				Waits.sleep(100);
			}
			else {
				request(ready.get(random.nextInt(ready.size())), "name-" + random.nextInt(NAMES), random.nextBoolean());
			}
		}
	}

	private void request(Participant participant, String name, boolean addition) {
		long begun = System.nanoTime();
		String outcome;
		try {
			int status = addition ? this.http.post(participant.server(), "/counts/" + name + "?by=1")
					: this.http.status(participant.server(), "/counts/" + name);
			outcome = (status == 200) ? "" : "status " + status;
		}
		catch (IOException ex) {
			outcome = ex.toString();
		}
		if (addition) {
			this.ledger.told(name, outcome.isEmpty());
		}
		if (outcome.isEmpty()) {
			answered(System.nanoTime() - begun);
		}
		else {
			failed((addition ? "POST " : "GET ") + participant.life() + ": " + outcome);
		}
	}

	private synchronized void answered(long nanos) {
		if (this.answered == this.latencies.length) {
			this.latencies = Arrays.copyOf(this.latencies, 2 * this.answered);
		}
		this.latencies[this.answered++] = nanos;
	}

	private synchronized void failed(String reason) {
		this.failed++;
		this.failures.merge(reason, 1, Integer::sum);
	}

	synchronized int sent() {
		return this.answered + this.failed;
	}

	synchronized int failed() {
		return this.failed;
	}

	synchronized Map<String, Integer> failures() {
		return new TreeMap<>(this.failures);
	}

	Ledger ledger() {
		return this.ledger;
	}

	/**
	 * How long answers took.
	 * @param from the number of answers that there were before
	 * @return the quantiles, for people
	 */
	synchronized String latencies(int from) {
		long[] sorted = Arrays.copyOfRange(this.latencies, from, this.answered);
		Arrays.sort(sorted);
		return String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, longest %.1f ms", at(sorted, 0.5),
				at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
	}

	private static double at(long[] sorted, double quantile) {
		int index = (int) Math.ceil(sorted.length * quantile) - 1;
		return (sorted.length > 0) ? sorted[Math.max(index, 0)] / (double) TimeUnit.MILLISECONDS.toNanos(1)
				: Double.NaN;
	}

	/** How many requests were answered well so far. */
	synchronized int answered() {
		return this.answered;
	}

	@Override
	public void close() {
		end();
	}

	/** Waits for the requests that are under way; there are no others after them. */
	void end() {
		this.ended = true;
		for (Thread client : this.clients) {
			try {
				client.join(TimeUnit.SECONDS.toMillis(20));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
