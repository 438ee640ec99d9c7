package dev.sm.benchmarks.routing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.benchmarks.chaos.SampleCluster;
import dev.sm.routing.client.ShardRequest;

import org.springframework.web.client.RestClient;

/**
 * One instance after the other is stopped in good order and started again, while clients
 * add to counts: such that learn owners from answers, such that follow the assignment,
 * and plain ones that send to any instance that is ready; half of each kind with an
 * {@code
 * Idempotency-Key}, and all of them each request once. No request may fail, and each must
 * count once.
 */
final class RestartUnderLoad {

	private static final int CLIENTS = 6;

	private final SampleCluster cluster;

	private final Clients clients;

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	RestartUnderLoad(SampleCluster cluster, Clients clients) {
		this.cluster = cluster;
		this.clients = clients;
	}

	/**
	 * Restarts.
	 * @param instances how many instances, one after the other
	 * @param requests how many requests to send at least: restarts begin anew until then
	 */
	void restart(int instances, int requests) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
		List<Future<Long>> running = new ArrayList<>();
		for (int number = 0; number < CLIENTS; number++) {
			int client = number;
			running.add(executor.submit(() -> add(client)));
		}
		int restarts = 0;
		while (restarts < instances || this.sent.get() < requests) {
			this.cluster.restart(restarts % this.cluster.size());
			restarts++;
			this.cluster.print("%d restarts: %d requests, %d failed", restarts, this.sent.get(), this.failed.get());
		}
		this.over.set(true);
		for (int client = 0; client < CLIENTS; client++) {
			check(client, running.get(client).get());
			this.cluster.print("client %d, which %s: %d additions", client, kind(client), running.get(client).get());
		}
		executor.shutdown();
		this.cluster.print("%d stopped and started again under load: %d of %d requests failed", restarts,
				this.failed.get(), this.sent.get());
	}

	private static String kind(int client) {
		return List.of("learns", "follows", "is plain").get(client / 2);
	}

	private long add(int client) {
		RestClient http = switch (client / 2) {
			case 0 -> this.clients.learning();
			case 1 -> this.clients.following();
			default -> this.clients.plain();
		};
		Random random = new Random(client);
		long added = 0;
		while (!this.over.get()) {
			this.sent.incrementAndGet();
			if (increment(http, (client < 4) ? "http://owner" : ready(random),
					"restart-" + client + "-" + random.nextInt(100), client % 2 == 0 ? added : -1)) {
				added++;
			}
		}
		return added;
	}

	private String ready(Random random) {
		List<URI> ready = this.cluster.ready();
		return ready.get(random.nextInt(ready.size())).toString();
	}

	private boolean increment(RestClient http, String server, String name, long key) {
		try {
			http.post().uri(server + "/counts/{name}", name).headers((headers) -> {
				if (key >= 0) {
					headers.set("Idempotency-Key", name + "-" + key);
				}
			}).attributes(ShardRequest.key(name)).retrieve().toBodilessEntity();
			return true;
		}
		catch (RuntimeException ex) {
			this.failed.incrementAndGet();
			this.cluster.violation("a request failed: " + ex, name);
			return false;
		}
	}

	private void check(int client, long added) {
		long counted = 0;
		RestClient http = this.clients.following();
		for (int name = 0; name < 100; name++) {
			Counted count = http.get()
				.uri("http://owner/counts/{name}", "restart-" + client + "-" + name)
				.attributes(ShardRequest.key("restart-" + client + "-" + name))
				.retrieve()
				.requiredBody(Counted.class);
			counted += count.count();
		}
		if (counted != added && this.failed.get() == 0) {
			this.cluster.violation("not every request was counted once", added + " sent, " + counted + " counted");
		}
	}

	/** What is read of an answer. */
	record Counted(long count) {

	}

}
