package dev.sm.benchmarks.routing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

import dev.sm.benchmarks.chaos.SampleCluster;

/**
 * What a hop costs: the same request to the owner, to another instance, and to nginx as a
 * plain proxy of the owner, in turn, one after the other.
 */
final class HopCost {

	private static final int NAMES = 100;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final SampleCluster cluster;

	private final Nginx nginx;

	private final int requests;

	HopCost(SampleCluster cluster, Nginx nginx, int requests) {
		this.cluster = cluster;
		this.nginx = nginx;
		this.requests = requests;
	}

	void measure() throws Exception {
		Map<String, URI> owners = new HashMap<>();
		for (int name = 0; name < NAMES; name++) {
			owners.put("hop-" + name,
					send(this.cluster.addresses().get(0), "hop-" + name).headers()
						.firstValue("Sm-Owner")
						.map(URI::create)
						.orElseThrow());
		}
		Latencies direct = new Latencies(this.requests);
		Latencies hopped = new Latencies(this.requests);
		Latencies proxied = new Latencies(this.requests);
		for (int request = -this.requests; request < this.requests; request++) {
			String name = "hop-" + Math.floorMod(request, NAMES);
			URI owner = owners.getOrDefault(name, this.nginx.at(0));
			URI other = this.cluster.addresses()
				.stream()
				.filter((each) -> !each.equals(owner))
				.findFirst()
				.orElseThrow();
			URI proxy = this.nginx.at(this.cluster.addresses().indexOf(owner));
			long atOwner = time(owner, name);
			long atOther = time(other, name);
			long atProxy = time(proxy, name);
			if (request >= 0) {
				direct.add(atOwner);
				hopped.add(atOther);
				proxied.add(atProxy);
			}
		}
		line("at the owner", direct, direct);
		line("with a hop", hopped, direct);
		line("through nginx", proxied, direct);
		this.cluster.print("a hop adds %.2f times what nginx adds to the p50, %.2f times to the p99",
				(hopped.millis(50) - direct.millis(50)) / (proxied.millis(50) - direct.millis(50)),
				(hopped.millis(99) - direct.millis(99)) / (proxied.millis(99) - direct.millis(99)));
	}

	private void line(String what, Latencies times, Latencies direct) {
		this.cluster.print("%-14s p50 %.2f ms, p99 %.2f ms: %.2f and %.2f ms more than at the owner", what,
				times.millis(50), times.millis(99), times.millis(50) - direct.millis(50),
				times.millis(99) - direct.millis(99));
	}

	private long time(URI address, String name) throws Exception {
		long start = System.nanoTime();
		if (send(address, name).statusCode() != 200) {
			this.cluster.violation("a request failed", address + " " + name);
		}
		return System.nanoTime() - start;
	}

	private HttpResponse<String> send(URI address, String name) throws IOException, InterruptedException {
		return this.http.send(
				HttpRequest.newBuilder(address.resolve("/counts/" + name)).header("Sm-Client", "1").GET().build(),
				HttpResponse.BodyHandlers.ofString());
	}

}
