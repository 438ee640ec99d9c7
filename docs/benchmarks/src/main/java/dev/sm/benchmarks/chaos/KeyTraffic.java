package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of the group's keys over HTTP. Each writes growing numbers to a key of its own
 * through any participant, and reads it through another: what was acknowledged must be
 * there, whoever leads. A write that was not answered may take effect at any time, once:
 * it may wait in a process that stands still. Thread-safe.
 */
final class KeyTraffic implements AutoCloseable {

	private static final int CLIENTS = 2;

	private final Testbed bed;

	private final Http http = new Http(Duration.ofSeconds(2));

	private final AtomicLong writes = new AtomicLong();

	private final AtomicLong acknowledged = new AtomicLong();

	private final AtomicLong reads = new AtomicLong();

	private volatile boolean ended;

	KeyTraffic(Testbed bed) {
		this.bed = bed;
	}

	Http http() {
		return this.http;
	}

	void start(long seed) {
		for (int client = 0; client < CLIENTS; client++) {
			int number = client;
			Thread thread = new Thread(() -> run("/sm/kv/chaos/" + number, new Random(seed + number)),
					"keys-" + client);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void run(String path, Random random) {
		Register register = new Register();
		for (long value = 1; !this.ended; value++) {
			this.writes.incrementAndGet();
			boolean answered = put(any(random), path, Long.toString(value)) == 200;
			if (answered) {
				this.acknowledged.incrementAndGet();
			}
			register.written(value, answered);
			check(any(random), path, register);
			Waits.sleep(25);
		}
	}

	private void check(Participant asked, String path, Register register) {
		try {
			String answer = this.http.readWithToken(asked.server(), path + "?level=consistent", RaftGroup.TOKEN);
			if (answer != null) {
				this.reads.incrementAndGet();
				String before = register.toString();
				if (!register.mayBe(Long.parseLong(answer))) {
					this.bed.report.violation("linearizability", path + " was " + answer + ", which it cannot be",
							List.of("asked " + asked + ", " + before));
				}
			}
		}
		catch (IOException ex) {
			// no answer is no wrong answer
		}
	}

	private int put(Participant participant, String path, String value) {
		try {
			return this.http.putWithToken(participant.server(), path, value, RaftGroup.TOKEN);
		}
		catch (IOException ex) {
			return -1;
		}
	}

	/** Lets the logs of all grow by more than was set aside for them. */
	void writeMuch(Participant except) {
		String value = "x".repeat(100_000);
		for (int i = 0; i < 20; i++) {
			for (Participant participant : this.bed.participants) {
				if (participant != except && put(participant, "/sm/kv/much/" + i % 5, value) == 200) {
					break;
				}
			}
		}
	}

	private Participant any(Random random) {
		return this.bed.participants.get(random.nextInt(this.bed.participants.size()));
	}

	String summary() {
		return String.format("keys over HTTP: %d writes, %d acknowledged, %d reads checked", this.writes.get(),
				this.acknowledged.get(), this.reads.get());
	}

	@Override
	public void close() {
		this.ended = true;
	}

}
