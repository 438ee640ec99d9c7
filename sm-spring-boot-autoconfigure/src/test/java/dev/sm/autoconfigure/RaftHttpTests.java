package dev.sm.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Transaction;
import dev.sm.event.OperatorAction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Keys and leases of a group of three over HTTP.
 */
@Timeout(120)
class RaftHttpTests {

	@TempDir
	static Path folder;

	private static final List<ConfigurableApplicationContext> members = new ArrayList<>();

	private static final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void startMembers() {
		List<String> addresses = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			addresses.add("localhost:" + TestSocketUtils.findAvailableTcpPort());
		}
		// a start waits for a majority, so they start beside each other; but not while
		// one
		// of them sets up the log, which all have in common
		List<CompletableFuture<ConfigurableApplicationContext>> starting = new ArrayList<>();
		for (String address : addresses) {
			CompletableFuture<Void> prepared = new CompletableFuture<>();
			starting.add(CompletableFuture.supplyAsync(
					() -> start(prepared, "member-" + address.replace(':', '-'),
							"sm.coordination.raft.address=" + address,
							"sm.coordination.raft.peers=" + String.join(",", addresses)),
					(task) -> new Thread(task).start()));
			prepared.orTimeout(60, TimeUnit.SECONDS).join();
		}
		starting.forEach((member) -> members.add(member.join()));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> List.of(0, 1, 2).stream().allMatch((i) -> get(i, "/sm/kv/none").statusCode() == 404));
	}

	private static ConfigurableApplicationContext start(CompletableFuture<Void> prepared, String name,
			String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "sm.participant.enabled=false", "sm.coordination.raft.http.enabled=true",
				"spring.cloud.gateway.server.webmvc.form-filter.enabled=false",
				"sm.coordination.raft.data-dir=" + folder.resolve(name)));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(Application.class).properties(all.toArray(new String[0]))
			.initializers((context) -> prepared.complete(null))
			.run();
	}

	@AfterAll
	static void stopMembers() {
		members.forEach(ConfigurableApplicationContext::close);
		members.clear();
	}

	@Test
	void valuesAreBytesAndAnyMemberHasThem() {
		byte[] value = new byte[10_000];
		new Random(1).nextBytes(value);
		assertThat(put(0, "/sm/kv/a/binary", value).statusCode()).isEqualTo(200);
		assertThat(bytes(1, "/sm/kv/a/binary?level=consistent").body()).isEqualTo(value);
		assertThat(bytes(2, "/sm/kv/a/binary").body()).isEqualTo(value);
		Awaitility.await().until(() -> bytes(2, "/sm/kv/a/binary?level=stale").statusCode() == 200);
		assertThat(delete(2, "/sm/kv/a/binary").statusCode()).isEqualTo(200);
		HttpResponse<String> missing = get(0, "/sm/kv/a/binary");
		assertThat(missing.statusCode()).isEqualTo(404);
		assertThat(missing.body()).isEqualTo("{\"error\":\"there is no key '/a/binary'\"}");
	}

	@Test
	void badRequestsAreTold() {
		assertThat(get(0, "/sm/kv/k?level=some").statusCode()).isEqualTo(400);
		assertThat(get(0, "/sm/kv/").statusCode()).isEqualTo(400);
		assertThat(put(0, "/sm/kv/large", new byte[200 * 1024]).statusCode()).isEqualTo(413);
		assertThat(post(0, "/sm/lease/grant?ttl=0&name=n", "").body()).contains("'ttl' must be between 1 and");
		assertThat(post(0, "/sm/lease/grant?ttl=x&name=n", "").statusCode()).isEqualTo(400);
		assertThat(post(0, "/sm/lease/grant", "").statusCode()).isEqualTo(400);
		assertThat(post(0, "/sm/lease/keepalive/77", "key=k&data=d").statusCode()).isEqualTo(404);
		assertThat(get(0, "/sm/lease/timetolive/77").body()).isEqualTo("{\"error\":\"there is no lease 77\"}");
	}

	@Test
	void oneMoreThanMayBeIsRefused() {
		assertThat(put(0, "/sm/kv/largest", new byte[190 * 1024]).statusCode()).isEqualTo(200);
		assertThat(put(0, "/sm/kv/largest", new byte[190 * 1024 + 1]).body())
			.contains("a value must have at most 194560 bytes (had at least 194561)");
		assertThat(post(0, "/sm/lease/grant?ttl=60&name=" + "n".repeat(513), "").body())
			.contains("'name' must have between 1 and 512 characters");
		String id = post(0, "/sm/lease/grant?ttl=60&name=" + "n".repeat(512), "").body();
		for (int i = 0; i < 100; i++) {
			assertThat(post(0, "/sm/lease/keepalive/" + id, "key=k" + i + "&data=d").statusCode()).isEqualTo(200);
		}
		HttpResponse<String> refused = post(0, "/sm/lease/keepalive/" + id, "key=one-more&data=d");
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(refused.body()).contains("must have at most 100 keys");
		assertThat(put(0, "/sm/kv/" + "k".repeat(1024), new byte[1]).body()).contains("must have at most 1024 bytes");
	}

	@Test
	void writesMayDependOnWhatWasRead() {
		assertThat(put(0, "/sm/kv/cas", "1".getBytes(StandardCharsets.UTF_8), "If-None-Match", "*").statusCode())
			.isEqualTo(200);
		assertThat(put(0, "/sm/kv/cas", "2".getBytes(StandardCharsets.UTF_8), "If-None-Match", "*").statusCode())
			.isEqualTo(412);
		String tag = get(1, "/sm/kv/cas").headers().firstValue("ETag").orElseThrow();
		assertThat(put(1, "/sm/kv/cas", "2".getBytes(StandardCharsets.UTF_8), "If-Match", tag).statusCode())
			.isEqualTo(200);
		assertThat(put(2, "/sm/kv/cas", "3".getBytes(StandardCharsets.UTF_8), "If-Match", tag).statusCode())
			.isEqualTo(412);
		assertThat(get(2, "/sm/kv/cas").body()).isEqualTo("2");
	}

	@Test
	void theKeysOfOwnershipCannotBeSeen() {
		CoordinationStore store = members.get(0).getBean(CoordinationStore.class);
		store.commit(Transaction.builder().put("/sm/orders/epoch", "7").build()).toCompletableFuture().join();
		assertThat(get(0, "/sm/kv/sm/orders/epoch").statusCode()).isEqualTo(404);
		assertThat(get(0, "/sm/kv/..%2f..%2fsm/orders/epoch").statusCode()).isIn(400, 404);
		assertThat(get(0, "/sm/kv/../../sm/orders/epoch").statusCode()).isIn(400, 404);
		assertThat(put(0, "/sm/kv/sm/orders/epoch", new byte[1]).statusCode()).isEqualTo(200);
		assertThat(store.get("/sm/orders/epoch").toCompletableFuture().join().value()).isEqualTo("7");
	}

	@Test
	void watchTellsWhatIsAndWhatChanges() throws IOException {
		put(0, "/sm/kv/w/one", "1".getBytes(StandardCharsets.UTF_8));
		HttpResponse<InputStream> answer = send(request(1, "/sm/kv/w").header("Accept", "text/event-stream").GET(),
				HttpResponse.BodyHandlers.ofInputStream());
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
			assertThat(next(reader)).contains("event:put").contains("\"key\":\"w/one\",\"value\":\"1\"");
			assertThat(next(reader)).contains("event:current");
			put(2, "/sm/kv/w/two", new byte[] { (byte) 0xff });
			String event = next(reader);
			assertThat(event).contains("event:put").contains("\"key\":\"w/two\",\"base64\":\"/w==\"").contains("id:");
			delete(2, "/sm/kv/w/one");
			assertThat(next(reader)).contains("event:delete").contains("\"key\":\"w/one\"");
		}
	}

	private static String next(BufferedReader reader) throws IOException {
		StringBuilder event = new StringBuilder();
		for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
			event.append(line).append('\n');
		}
		return event.toString();
	}

	@Test
	void leaseEndsWhenItIsNotKeptAliveWhoeverGrantedIt() {
		String id = post(0, "/sm/lease/grant?ttl=3&name=/short", "").body();
		assertThat(id).matches("[1-9]\\d{0,15}");
		assertThat(post(1, "/sm/lease/keepalive/" + id, "key=k&data=plain").body()).isEqualTo("null");
		assertThat(get(2, "/sm/lease/kv/k?prefix=/short").body()).isEqualTo("[\"plain\"]");
		assertThat(get(2, "/sm/lease/timetolive/" + id).body()).contains("\"ttl\":3,", "\"keys\":[\"k\"]");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> get(2, "/sm/lease/timetolive/" + id).statusCode() == 404);
		assertThat(post(2, "/sm/lease/keepalive/" + id, "key=k&data=late").statusCode()).isEqualTo(404);
		assertThat(get(0, "/sm/lease/kv/k?prefix=/short").body()).isEqualTo("[]");
	}

	@Test
	void theReadmeOfRaftdIsReplayed() throws Exception {
		boolean curl = Files.isExecutable(Path.of("/usr/bin/curl"));
		if (!"true".equals(System.getenv("CI"))) {
			Assumptions.assumeTrue(curl, "skipped: there is no curl");
		}
		ProcessBuilder script = new ProcessBuilder("sh", "../docs/raftd-readme.sh", host(0), host(1), host(2))
			.redirectErrorStream(true);
		script.environment().put("TTL", "4");
		Process process = script.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(output).endsWith("as in the README\n");
	}

	@Test
	void groupIsShown() {
		assertThat(get(0, "/sm/raft").body()).contains("\"member\":\"localhost_", "\"leader\":\"localhost_",
				"\"members\":[\"localhost:");
		assertThat(post(0, "/sm/raft/join", "{\"id\":\"x\",\"raftAddr\":\"nonsense\"}", "application/json").body())
			.contains("must be 'host:port'");
	}

	@Test
	void whoeverChangesTheMembersIsKept() {
		List<OperatorAction> kept = members.get(1).getBean(Kept.class).actions;
		kept.clear();
		post(1, "/sm/raft/join", "{\"id\":\"x\",\"raftAddr\":\"nonsense\"}", "application/json");
		post(1, "/sm/raft/leave", "{\"id\":\"nobody\"}", "application/json");
		assertThat(kept).extracting("who", "where", "action", "details")
			.containsExactly(tuple("127.0.0.1", "raft", "join", Map.of("member", "x@nonsense")),
					tuple("127.0.0.1", "raft", "leave", Map.of("member", "nobody")));
		assertThat(kept.get(0).outcome()).isEqualTo(OperatorAction.Outcome.REFUSED);
		assertThat(kept.get(0).reason()).contains("must be 'host:port'");
	}

	@Test
	void pagesAndProxiesAreNotThisHost() {
		for (String header : List.of("Origin", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded",
				"Via")) {
			assertThat(send(request(0, "/sm/kv/none").header(header, "http://example.org").GET()).statusCode())
				.isEqualTo(403);
		}
	}

	@Test
	void aProxyThatSaysNothingOfItselfIsKnownByItsProtocol() throws IOException {
		String[] address = host(0).split(":");
		try (Socket proxy = new Socket(address[0], Integer.parseInt(address[1]))) {
			proxy.getOutputStream()
				.write("GET /sm/kv/none HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(proxy.getInputStream().readAllBytes()).asString().startsWith("HTTP/1.1 403");
		}
	}

	@Test
	void tokenIsDemandedWhereItIsSetUnderWhateverPath() {
		try (ConfigurableApplicationContext alone = start(new CompletableFuture<>(), "alone",
				"sm.coordination.raft.http.token=s3cret", "spring.mvc.servlet.path=/api",
				"sm.coordination.raft.address=localhost:" + TestSocketUtils.findAvailableTcpPort())) {
			String server = "http://127.0.0.1:" + ((WebServerApplicationContext) alone).getWebServer().getPort()
					+ "/api";
			HttpResponse<String> without = send(HttpRequest.newBuilder(URI.create(server + "/sm/kv/none")).GET());
			assertThat(without.statusCode()).isEqualTo(401);
			assertThat(without.body()).contains("error").doesNotContain("s3cret");
			assertThat(send(HttpRequest.newBuilder(URI.create(server + "/sm/lease/grant?ttl=5"))
				.POST(HttpRequest.BodyPublishers.noBody())).statusCode()).isEqualTo(401);
			HttpRequest.Builder wrong = HttpRequest.newBuilder(URI.create(server + "/sm/raft"))
				.header("Authorization", "Bearer other");
			assertThat(send(wrong.GET()).statusCode()).isEqualTo(401);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				HttpRequest.Builder right = HttpRequest.newBuilder(URI.create(server + "/sm/kv/none"))
					.header("Authorization", "Bearer s3cret");
				return send(right.GET()).statusCode() == 404;
			});
		}
	}

	private static String host(int member) {
		return "127.0.0.1:" + ((WebServerApplicationContext) members.get(member)).getWebServer().getPort();
	}

	private static HttpRequest.Builder request(int member, String path) {
		return HttpRequest.newBuilder(URI.create("http://" + host(member) + path));
	}

	private static HttpResponse<String> get(int member, String path) {
		return send(request(member, path).GET());
	}

	private static HttpResponse<byte[]> bytes(int member, String path) {
		return send(request(member, path).GET(), HttpResponse.BodyHandlers.ofByteArray());
	}

	private static HttpResponse<String> put(int member, String path, byte[] body, String... headers) {
		HttpRequest.Builder request = request(member, path).PUT(HttpRequest.BodyPublishers.ofByteArray(body));
		return send((headers.length > 0) ? request.headers(headers) : request);
	}

	private static HttpResponse<String> delete(int member, String path) {
		return send(request(member, path).DELETE());
	}

	private static HttpResponse<String> post(int member, String path, String form) {
		return post(member, path, form, "application/x-www-form-urlencoded");
	}

	private static HttpResponse<String> post(int member, String path, String body, String type) {
		return send(request(member, path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		return send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
		try {
			return client.send(request.timeout(Duration.ofSeconds(20)).build(), handler);
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Kept.class)
	static class Application {

	}

	static class Kept {

		private final List<OperatorAction> actions = new CopyOnWriteArrayList<>();

		@EventListener
		void keep(OperatorAction action) {
			this.actions.add(action);
		}

	}

}
