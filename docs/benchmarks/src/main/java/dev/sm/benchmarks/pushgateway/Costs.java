package dev.sm.benchmarks.pushgateway;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Latency of one push after another, and throughput of many at once: straight to a
 * gateway, through nginx, and through the layer, in turn.
 */
final class Costs {

	private static final int ROUNDS = 3;

	private static final int SEQUENTIAL = 1500;

	private static final int PARALLEL = 6000;

	private static final int IN_FLIGHT = 32;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Map<String, Server> ways = new LinkedHashMap<>();

	private final AtomicInteger failures = new AtomicInteger();

	Costs(Bed bed) {
		this.ways.put("direct", bed.gateways.get(2));
		this.ways.put("nginx", bed.nginx);
		this.ways.put("layer", bed.layers.get(0));
	}

	void measure(PrintStream out) {
		Map<String, List<double[]>> all = new LinkedHashMap<>();
		for (int round = 0; round <= ROUNDS; round++) {
			for (Map.Entry<String, Server> way : this.ways.entrySet()) {
				double[] figures = figures(way.getValue());
				if (round > 0) {
					all.computeIfAbsent(way.getKey(), (each) -> new ArrayList<>()).add(figures);
				}
			}
		}
		Map<String, double[]> medians = new LinkedHashMap<>();
		all.forEach((way, rounds) -> medians.put(way,
				new double[] { median(rounds, 0), median(rounds, 1), median(rounds, 2) }));
		medians.forEach((way, figures) -> out.printf("%-8s p50 %.2f ms, p99 %.2f ms, %.0f pushes/s%n", way, figures[0],
				figures[1], figures[2]));
		double[] nginx = medians.getOrDefault("nginx", new double[3]);
		double[] layer = medians.getOrDefault("layer", new double[3]);
		double[] direct = medians.getOrDefault("direct", new double[3]);
		out.printf("added to the p50 of a push: nginx %.2f ms, layer %.2f ms; throughput layer/nginx %.2f; %d failed%n",
				nginx[0] - direct[0], layer[0] - direct[0], layer[2] / nginx[2], this.failures.get());
	}

	private static double median(List<double[]> rounds, int place) {
		double[] values = rounds.stream().mapToDouble((figures) -> figures[place]).sorted().toArray();
		return values[values.length / 2];
	}

	private double[] figures(Server way) {
		double[] millis = new double[SEQUENTIAL];
		for (int i = 0; i < SEQUENTIAL; i++) {
			long start = System.nanoTime();
			send(way, i).join();
			millis[i] = (System.nanoTime() - start) / 1e6;
		}
		Arrays.sort(millis);
		Semaphore slots = new Semaphore(IN_FLIGHT);
		long start = System.nanoTime();
		for (int i = 0; i < PARALLEL; i++) {
			slots.acquireUninterruptibly();
			send(way, i).whenComplete((answer, failure) -> slots.release());
		}
		slots.acquireUninterruptibly(IN_FLIGHT);
		double perSecond = PARALLEL / ((System.nanoTime() - start) / 1e9);
		return new double[] { millis[SEQUENTIAL / 2], millis[SEQUENTIAL * 99 / 100], perSecond };
	}

	private CompletableFuture<?> send(Server way, int number) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://" + way.node() + "/metrics/job/cost" + (number % 200)))
			.PUT(HttpRequest.BodyPublishers.ofString("cost_metric{a=\"b\"} " + number + "\n"))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).handle((answer, failure) -> {
			if (failure != null || answer.statusCode() != 200) {
				this.failures.incrementAndGet();
			}
			return null;
		});
	}

}
