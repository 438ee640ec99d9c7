package dev.sm.benchmarks.routing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.benchmarks.chaos.SampleCluster;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.client.RestClient;

/**
 * Who answers. An instance that serves a request names itself as the owner in its answer
 * ({@code Sm-Owner}); what the store says of the owners is read from an endpoint. And
 * only an owner can add to a count, so that the counts must be what was acknowledged.
 */
final class Answerers {

	private static final int NAMES = 500;

	private static final int MAX_LOOKS = 20;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final SampleCluster cluster;

	private final Clients clients;

	private final int requests;

	private Map<String, String> owners = Map.of();

	Answerers(SampleCluster cluster, Clients clients, int requests) {
		this.cluster = cluster;
		this.clients = clients;
		this.requests = requests;
	}

	/** To random instances. */
	void random() throws Exception {
		Random random = new Random(1);
		int direct = 0;
		int[] sent = new int[NAMES];
		for (int request = 0; request < this.requests; request++) {
			URI address = this.cluster.addresses().get(random.nextInt(this.cluster.addresses().size()));
			int name = random.nextInt(NAMES);
			HttpResponse<String> answer = send(address, "/counts/random-" + name, "POST");
			sent[name]++;
			String told = answer.headers().firstValue("Sm-Owner").orElse("nobody");
			if (answer.statusCode() != 200 || !isOwner(told, answer.headers().firstValue("Sm-Shard").orElse("none"))) {
				this.cluster.violation("request " + request + " to " + address + " was not answered by its owner",
						answer.statusCode() + " by " + told);
			}
			direct += address.toString().equals(told) ? 1 : 0;
		}
		for (int name = 0; name < NAMES; name++) {
			String count = send(this.cluster.addresses().get(0), "/counts/random-" + name, "GET").body();
			if (JSON.readTree(count).path("count").asLong(-1) != sent[name]) {
				this.cluster.violation("random-" + name + " was not counted once for each request",
						count + " after " + sent[name]);
			}
		}
		this.cluster.print("%d requests to random instances, each answered and counted once by its owner: "
				+ "%.1f %% without a hop", this.requests, 100.0 * direct / this.requests);
	}

	/** By clients that go to the owners. */
	void byClients() {
		AtomicInteger direct = new AtomicInteger();
		share("learns from answers", this.clients.learning((request, body, execution) -> {
			var answer = execution.execute(request, body);
			count(request.getURI(), answer.getHeaders().getFirst("Sm-Owner"), direct);
			return answer;
		}), direct);
		share("follows the assignment", this.clients.following((request, body, execution) -> {
			var answer = execution.execute(request, body);
			count(request.getURI(), answer.getHeaders().getFirst("Sm-Owner"), direct);
			return answer;
		}), direct);
	}

	private static void count(URI asked, @Nullable String owner, AtomicInteger direct) {
		if (("http://" + asked.getAuthority()).equals(owner)) {
			direct.incrementAndGet();
		}
	}

	private void share(String what, RestClient client, AtomicInteger direct) {
		direct.set(0);
		Random random = new Random(2);
		for (int request = 0; request < this.requests; request++) {
			String name = "name-" + random.nextInt(NAMES);
			client.get()
				.uri("http://owner/counts/{name}", name)
				.attributes(dev.sm.routing.client.ShardRequest.key(name))
				.retrieve()
				.toBodilessEntity();
		}
		this.cluster.print("%d requests of a client that %s: %.1f %% without a hop", this.requests, what,
				100.0 * direct.get() / this.requests);
	}

	/** Looks again where shards have moved since. */
	private boolean isOwner(String address, String shard) throws Exception {
		for (int look = 0; look < MAX_LOOKS; look++) {
			if (address.equals(this.owners.get(shard))) {
				return true;
			}
			this.owners = owners();
		}
		return false;
	}

	private Map<String, String> owners() throws Exception {
		JsonNode service = JSON
			.readTree(send(this.cluster.addresses().get(0), "/actuator/shards/sample", "GET").body());
		Map<String, String> addresses = new HashMap<>();
		service.path("participants")
			.forEach((each) -> addresses.put(each.path("id").asString(""), each.path("address").asString("")));
		Map<String, String> owners = new HashMap<>();
		service.path("shards")
			.forEach((shard) -> owners.put(shard.path("id").asString(""),
					addresses.getOrDefault(shard.path("owner").asString(""), "")));
		return owners;
	}

	private HttpResponse<String> send(URI address, String path, String method)
			throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(address.resolve(path))
			.header("Sm-Client", "1")
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build(), HttpResponse.BodyHandlers.ofString());
	}

}
