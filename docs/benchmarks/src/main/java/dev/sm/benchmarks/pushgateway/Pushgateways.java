package dev.sm.benchmarks.pushgateway;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import tools.jackson.databind.JsonNode;

/**
 * Pushes 1,000 groups through two access layers with Prometheus's own client, kills a
 * gateway, brings it back, adds one and takes one away, and asks Prometheus after each
 * step whether it sees every group exactly once with its latest value. Then measures what
 * the layer costs, beside nginx with {@code hash $request_uri consistent}. The argument
 * is the jar of the sample, if it is elsewhere.
 */
public final class Pushgateways {

	private static final int GROUPS = 1000;

	private static final PrintStream OUT = System.out;

	private final Bed bed;

	private final AtomicInteger retries = new AtomicInteger();

	private int value;

	private Pushgateways(Bed bed) {
		this.bed = bed;
	}

	public static void main(String[] args) throws IOException {
		Path jar = Path.of((args.length > 0) ? args[0] : "sample-app/target/sample-app.jar");
		try (Bed bed = new Bed(jar)) {
			bed.start();
			new Pushgateways(bed).run();
		}
	}

	private void run() throws IOException {
		List<Server> gateways = this.bed.gateways;
		awaitMembers("start", 4);
		pushAndCheck("four gateways");

		gateways.get(1).close();
		awaitMembers("kill -9 of one", 3);
		pushAndCheck("one killed");

		this.bed.startGateway(gateways.get(1));
		awaitMembers("its return with its old groups", 4);
		check("it is back, nothing pushed since", System.nanoTime());
		pushAndCheck("it is back");

		this.bed.startGateway(gateways.get(4));
		this.bed.register(gateways.get(4));
		awaitMembers("a fifth", 5);
		pushAndCheck("a fifth");

		this.bed.deregister(gateways.get(0));
		awaitMembers("one taken away, still scraped", 4);
		pushAndCheck("one taken away");
		OUT.printf("%d pushes, %d of them repeated by the client%n", this.value * GROUPS, this.retries.get());
		new Costs(this.bed).measure(OUT);
	}

	private void awaitMembers(String step, int count) {
		double seconds = Web.await(step, Duration.ofMinutes(2), () -> {
			for (Server layer : this.bed.layers) {
				JsonNode known = this.bed.web.json("http://" + layer.node() + "/actuator/pushgateway");
				long members = known.path("gateways")
					.valueStream()
					.filter((gateway) -> gateway.path("state").asString("").equals("member"))
					.count();
				if (members != count) {
					return false;
				}
			}
			return true;
		});
		OUT.printf("%-38s both layers use %d gateways after %.1f s%n", step, count, seconds);
	}

	private void pushAndCheck(String step) {
		this.value++;
		long start = System.nanoTime();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		for (int group = 0; group < GROUPS; group++) {
			int number = group;
			threads.execute(() -> push(number));
		}
		threads.shutdown();
		try {
			if (!threads.awaitTermination(5, TimeUnit.MINUTES)) {
				throw new IllegalStateException("pushes do not end");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		OUT.printf("%-38s %d groups pushed in %.1f s%n", step, GROUPS, (System.nanoTime() - start) / 1e9);
		check(step, System.nanoTime());
	}

	private void push(int group) {
		PrometheusRegistry registry = new PrometheusRegistry();
		Gauge.builder().name("pushed").help("the round").register(registry).set(this.value);
		Server layer = this.bed.layers.get((group + this.value) % this.bed.layers.size());
		PushGateway client = PushGateway.builder()
			.address(layer.node())
			.job("job" + group)
			.groupingKey("instance", "i" + group)
			.groupingKey("path", "/var/" + group)
			.registry(registry)
			.build();
		while (true) {
			try {
				client.push();
				return;
			}
			catch (IOException ex) {
				this.retries.incrementAndGet();
			}
		}
	}

	private void check(String step, long since) {
		Map<String, Integer> wrong = new HashMap<>();
		Web.await(step + " seen by Prometheus", Duration.ofMinutes(2), () -> {
			wrong.clear();
			look(wrong);
			return wrong.isEmpty();
		});
		OUT.printf("%-38s Prometheus sees each group once with its latest value after %.1f s%n", step,
				(System.nanoTime() - since) / 1e9);
	}

	private void look(Map<String, Integer> wrong) throws IOException {
		JsonNode seen = this.bed.web.json("http://" + this.bed.prometheus.node() + "/api/v1/query?query=pushed");
		List<String> jobs = new ArrayList<>();
		for (JsonNode series : seen.path("data").path("result")) {
			String job = series.path("metric").path("exported_job").asString("");
			jobs.add(job);
			if (series.path("value").path(1).asDouble(0) != this.value) {
				wrong.merge("older", 1, Integer::sum);
			}
		}
		if (jobs.size() != GROUPS || jobs.stream().distinct().count() != GROUPS) {
			wrong.merge("not once", 1, Integer::sum);
		}
	}

}
