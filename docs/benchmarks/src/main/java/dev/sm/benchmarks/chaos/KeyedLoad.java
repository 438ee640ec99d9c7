package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients whose every addition has an idempotency key and is sent, to one participant
 * after another, until it is acknowledged: all are to be counted exactly once.
 * Thread-safe.
 */
final class KeyedLoad implements AutoCloseable {

	/** Few, so that each soon has as many keys as the sample remembers for a name. */
	private static final int NAMES = 500;

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final Http http = new Http(Duration.ofSeconds(2));

	private final List<Participant> participants;

	private final List<Thread> clients = new ArrayList<>();

	private final Map<String, long[]> names = new TreeMap<>();

	private final AtomicLong sent = new AtomicLong();

	private volatile boolean ended;

	KeyedLoad(List<Participant> participants) {
		this.participants = participants;
	}

	void start(int number, long pauseMillis, long seed) {
		for (int client = 0; client < number; client++) {
			int own = client;
			Thread thread = new Thread(() -> run(own, pauseMillis, new Random(seed + own)), "keyed-" + client);
			thread.setDaemon(true);
			thread.start();
			this.clients.add(thread);
		}
	}

	private void run(int client, long pauseMillis, Random random) {
		for (long addition = 0; !this.ended; addition++) {
			String name = "soak-" + random.nextInt(NAMES);
			told(name, add(name, client + "-" + addition, random));
			Waits.sleep(pauseMillis);
		}
	}

	private boolean add(String name, String key, Random random) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() - end < 0) {
			Participant participant = this.participants.get(random.nextInt(this.participants.size()));
			this.sent.incrementAndGet();
			try {
				if (this.http.postWithKey(participant.server(), "/counts/" + name, key) == 200) {
					return true;
				}
			}
			catch (IOException ex) {
				// then once more, with the same key
			}
			Waits.sleep(20);
		}
		return false;
	}

	private synchronized void told(String name, boolean acknowledged) {
		this.names.computeIfAbsent(name, (absent) -> new long[2])[acknowledged ? 0 : 1]++;
	}

	/** Waits until every addition that was begun is acknowledged, or given up. */
	@Override
	public void close() {
		this.ended = true;
		for (Thread client : this.clients) {
			try {
				client.join(PATIENCE.plusSeconds(10).toMillis());
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	synchronized String summary() {
		return String.format("%d requests for %d additions, %d acknowledged, %d given up", this.sent.get(),
				sum(0) + sum(1), sum(0), sum(1));
	}

	private long sum(int index) {
		return this.names.values().stream().mapToLong((told) -> told[index]).sum();
	}

	/** Compares with what is counted, to the last addition. */
	synchronized void check(Participant asked, Report report) {
		Http patient = new Http(Duration.ofSeconds(10));
		long counted = 0;
		for (Map.Entry<String, long[]> name : this.names.entrySet()) {
			try {
				long count = patient.get(asked.server(), "/counts/" + name.getKey()).path("count").asLong(-1);
				counted += count;
				long[] told = name.getValue();
				if (count < told[0] || count > told[0] + told[1]) {
					report.violation("the ledger", "'" + name.getKey() + "' is counted " + count + " times",
							List.of(told[0] + " additions were acknowledged, " + told[1] + " given up"));
				}
			}
			catch (IOException ex) {
				report.violation("the ledger", "'" + name.getKey() + "' cannot be read: " + ex, List.of());
			}
		}
		report.line("ledger: %s, %d counted", summary(), counted);
	}

}
