package dev.sm.benchmarks.routing;

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
 * of both kinds add to counts, half of them with an {@code Idempotency-Key}. No request
 * may fail, and each must count once.
 */
final class RestartUnderLoad {

	private static final int CLIENTS = 4;

	private final SampleCluster cluster;

	private final Clients clients;

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	RestartUnderLoad(SampleCluster cluster, Clients clients) {
		this.cluster = cluster;
		this.clients = clients;
	}

	void restart(int instances) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
		List<Future<Long>> running = new ArrayList<>();
		for (int number = 0; number < CLIENTS; number++) {
			int client = number;
			running.add(executor.submit(() -> add(client)));
		}
		for (int instance = 0; instance < instances; instance++) {
			this.cluster.restart(instance);
		}
		this.over.set(true);
		for (int client = 0; client < CLIENTS; client++) {
			check(client, running.get(client).get());
		}
		executor.shutdown();
		this.cluster.print("%d stopped and started again under load: %d of %d requests failed", instances,
				this.failed.get(), this.sent.get());
	}

	private long add(int client) {
		RestClient http = (client < CLIENTS / 2) ? this.clients.learning() : this.clients.following();
		Random random = new Random(client);
		long added = 0;
		while (!this.over.get()) {
			this.sent.incrementAndGet();
			if (increment(http, "restart-" + client + "-" + random.nextInt(100), client % 2 == 0 ? added : -1)) {
				added++;
			}
		}
		return added;
	}

	private boolean increment(RestClient http, String name, long key) {
		try {
			http.post().uri("http://owner/counts/{name}", name).headers((headers) -> {
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
