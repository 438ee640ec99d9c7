package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Clients that add to counters through any participant, and keep account. Half of them
 * name their additions and repeat what was not answered; it must count once. Thread-safe.
 */
final class Traffic implements AutoCloseable {

	private static final int CLIENTS = 4;

	private static final int NAMES = 300;

	private final Http http = new Http(Duration.ofSeconds(2));

	private final Ledger ledger = new Ledger();

	private final List<Participant> participants;

	private final List<Thread> clients = new ArrayList<>();

	private volatile boolean ended;

	Traffic(List<Participant> participants) {
		this.participants = participants;
	}

	void start(long seed) {
		for (int client = 0; client < CLIENTS; client++) {
			int number = client;
			Thread thread = new Thread(() -> run(number, new Random(seed + number)), "client-" + client);
			thread.setDaemon(true);
			thread.start();
			this.clients.add(thread);
		}
	}

	private void run(int client, Random random) {
		for (long addition = 0; !this.ended; addition++) {
			String name = "name-" + random.nextInt(NAMES);
			String key = client + "-" + addition;
			int attempts = (client % 2 == 0) ? 1 : 3;
			boolean acknowledged = false;
			for (int attempt = 0; attempt < attempts && !acknowledged; attempt++) {
				Participant participant = this.participants.get(random.nextInt(this.participants.size()));
				acknowledged = add(participant, name, key);
			}
			this.ledger.told(name, acknowledged);
			Waits.sleep(acknowledged ? 10 : 50);
		}
	}

	private boolean add(Participant participant, String name, String key) {
		try {
			return this.http.postWithKey(participant.server(), "/counts/" + name, key) == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	Ledger ledger() {
		return this.ledger;
	}

	@Override
	public void close() {
		this.ended = true;
		for (Thread client : this.clients) {
			try {
				client.join(20_000);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
