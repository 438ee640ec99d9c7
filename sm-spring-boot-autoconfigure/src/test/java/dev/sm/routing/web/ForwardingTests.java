package dev.sm.routing.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.sm.manager.ShardManager;
import dev.sm.routing.ShardRouter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.availability.ReadinessState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two real instances; every request goes to the wrong one.
 */
@Timeout(60)
class ForwardingTests {

	private static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static RoutedApplication first;

	private static RoutedApplication second;

	@BeforeAll
	static void start() {
		String[] properties = { "sm.routing.forward.owner-wait=5s", "sm.routing.forward.tell-owner=true",
				"sm.routing.forward.routes.configured.path=/configured/{shard}",
				"sm.routing.forward.routes.configured.key=path:shard",
				"sm.routing.forward.routes.configured.shard-id=true" };
		first = RoutedApplication.start("/forwarding", "p1", properties);
		second = RoutedApplication.start("/forwarding", "p2", properties);
		awaitSpread();
	}

	@AfterAll
	static void stop() {
		second.close();
		first.close();
	}

	@Test
	void theOwnerAnswersWhereverTheKeyIs() throws Exception {
		for (int number = 0; number < 20; number++) {
			String key = "key-" + number;
			String owner = ownerFor(key);
			for (RoutedApplication instance : List.of(first, second)) {
				assertThat(get(instance, "/path/" + key).body()).contains("\"at\":\"" + owner + "\"")
					.contains("\"key\":\"" + key + "\"");
				assertThat(get(instance, "/param?other=1&key=" + key).body()).isEqualTo(owner);
				assertThat(send(request(instance, "/header").header("X-Key", key)).body()).isEqualTo(owner);
				assertThat(get(instance, "/expression/key/" + number).body()).isEqualTo(owner);
			}
		}
	}

	@Test
	void anInstanceThatIsAboutToStopAsksForTheEndOfItsConnections() throws Exception {
		RoutedApplication leaving = wrong("3");
		assertThat(get(leaving, "/shard/3").headers().firstValue("Connection")).isEmpty();
		leaving.say(ReadinessState.REFUSING_TRAFFIC);
		try {
			HttpResponse<String> answer = get(leaving, "/shard/3");
			assertThat(answer.headers().firstValue("Connection")).contains("close");
			assertThat(answer.body()).isEqualTo(owner("3"));
			assertThat(get(leaving, "/path/" + keyNotOf(owner("3"))).headers().firstValue("Connection"))
				.contains("close");
		}
		finally {
			leaving.say(ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	@Test
	void configuredPathsNeedNoAnnotation() throws Exception {
		assertThat(get(wrong("3"), "/configured/3").body()).isEqualTo(owner("3"));
	}

	@Test
	void bodiesStreamBothWays() throws Exception {
		byte[] body = new byte[5_000_000];
		new Random(1).nextBytes(body);
		String expected = body.length + " "
				+ HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
		for (HttpRequest.BodyPublisher publisher : List.of(BodyPublishers.ofByteArray(body),
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
			HttpResponse<String> answer = send(request(wrong("1"), "/body/1").POST(publisher));
			assertThat(answer.body()).isEqualTo(expected);
		}
	}

	@Test
	void statusAndHeadersAreThoseOfTheOwner() throws Exception {
		HttpResponse<String> answer = send(request(wrong("2"), "/body/2?a=%20b").POST(BodyPublishers.ofString("x")));
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.headers().firstValue("X-At")).contains(owner("2"));
		assertThat(answer.headers().allValues("X-Many")).containsExactly("one", "two");
		assertThat(answer.headers().firstValue("Location")).contains("/body/2?done");
		assertThat(answer.headers().allValues("Content-Length")).hasSize(1);
		assertThat(get(wrong("2"), "/path/x/y").statusCode()).isEqualTo(404);
	}

	@Test
	void whatProvesWhoTheClientIsIsPassedOnAndWhatBelongsToTheConnectionIsNot() throws Exception {
		String key = keyNotOf("p1");
		String body = raw(first, "GET /path/" + key + " HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer t\r\n"
				+ "X-Gone: yes\r\nConnection: close, X-Gone\r\nSm-Hop: 9.9.x\r\n\r\n");
		assertThat(body).contains("\"at\":\"p2\"")
			.contains("\"authorization\":\"Bearer t\"")
			.contains("\"gone\":\"null\"")
			.contains("\"host\":\"shop.example\"")
			.doesNotContain("\"hop\":\"9.9.x\"");
	}

	@Test
	void aHopMarkFromOutsideIsIgnored() throws Exception {
		for (String mark : List.of("99.9223372036854775807.AAAA", "1.1", "x", ".".repeat(500))) {
			assertThat(send(request(wrong("1"), "/shard/1").header("Sm-Hop", mark)).body()).isEqualTo(owner("1"));
		}
	}

	@Test
	void aClientThatAsksIsToldTheOwner() throws Exception {
		HttpResponse<String> asked = send(request(wrong("1"), "/shard/1").header("Sm-Client", "1"));
		assertThat(asked.headers().firstValue("Sm-Owner")).contains(instance(owner("1")).url());
		assertThat(asked.headers().firstValue("Sm-Shards")).contains("8");
		assertThat(get(wrong("1"), "/shard/1").headers().firstValue("Sm-Owner")).isEmpty();
	}

	@Test
	void aRequestWithoutItsKeyIsAnsweredByTheMethod() throws Exception {
		assertThat(get(first, "/header").statusCode()).isEqualTo(400);
	}

	@Test
	void aShardThatNobodyOwnsIsWaitedForAndRefusedWithTheReason() throws Exception {
		long start = System.nanoTime();
		HttpResponse<String> answer = get(first, "/shard/none");
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("\"error\"").contains("shard none has no owner");
		assertThat(answer.headers().firstValue("Retry-After")).isPresent();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(4));
	}

	@Test
	void aRequestWaitsWhileTheNextOwnerAdds() throws Exception {
		RoutedApplication from = instance(owner("4"));
		RoutedApplication to = wrong("4");
		CountDownLatch mayAdd = new CountDownLatch(1);
		to.handler().mayAdd = mayAdd;
		try {
			move("4", to);
			Awaitility.await().until(() -> from.handler().dropped.contains("4"));
			CompletableFuture<HttpResponse<String>> atOld = sendAsync(from, "/shard/4");
			CompletableFuture<HttpResponse<String>> atNew = sendAsync(to, "/shard/4");
			assertThat(atOld).isNotDone();
			mayAdd.countDown();
			assertThat(atOld.get(10, TimeUnit.SECONDS).body()).isEqualTo(id(to));
			assertThat(atNew.get(10, TimeUnit.SECONDS).body()).isEqualTo(id(to));
		}
		finally {
			mayAdd.countDown();
		}
		awaitSettled();
	}

	@Test
	void requestsUnderWayFinishBeforeTheShardIsDropped() throws Exception {
		RoutedApplication from = instance(owner("5"));
		RoutedApplication to = wrong("5");
		from.controller().entered = new CountDownLatch(1);
		CountDownLatch mayLeave = new CountDownLatch(1);
		from.controller().mayLeave = mayLeave;
		try {
			CompletableFuture<HttpResponse<String>> under = sendAsync(from, "/shard/5");
			assertThat(from.controller().entered.await(10, TimeUnit.SECONDS)).isTrue();
			move("5", to);
			CompletableFuture<HttpResponse<String>> later = sendAsync(from, "/shard/5");
			assertThat(from.handler().added).contains("5");
			mayLeave.countDown();
			assertThat(under.get(10, TimeUnit.SECONDS).body()).isEqualTo(id(from));
			assertThat(later.get(10, TimeUnit.SECONDS).body()).isIn(id(from), id(to));
			Awaitility.await().until(() -> from.handler().dropped.contains("5"));
		}
		finally {
			mayLeave.countDown();
			from.controller().mayLeave = new CountDownLatch(0);
		}
		awaitSettled();
	}

	@Test
	void aMethodThatLostItsShardHasItsRequestSentOn() throws Exception {
		RoutedApplication owner = instance(owner("6"));
		owner.controller().notHeldFor = "6";
		HttpResponse<String> answer = get(owner, "/lost/6");
		// the shard was not really lost, so that nobody else can answer
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("6");
		assertThat(get(owner, "/lost/6").body()).isEqualTo(id(owner));
	}

	@Test
	void aClientThatGoesAwayEndsTheRequestAtTheOwner() throws Exception {
		try (InputStream stream = client.send(request(wrong("7"), "/stream/7").build(), BodyHandlers.ofInputStream())
			.body()) {
			assertThat(new String(stream.readNBytes(20), java.nio.charset.StandardCharsets.UTF_8))
				.startsWith("data: 0");
		}
		assertThat(instance(owner("7")).controller().clientGone.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aForwardedRequestGetsAnIdempotencyKeyIfItHasNone() throws Exception {
		RoutedApplication wrong = wrong("0");
		HttpResponse<String> own = send(
				request(wrong, "/once/0").header("Idempotency-Key", "mine").POST(BodyPublishers.noBody()));
		HttpResponse<String> made = send(request(wrong, "/once/0").POST(BodyPublishers.noBody()));
		assertThat(List.of(own.body(), made.body())).containsOnly(owner("0"));
		List<String> keys = instance(owner("0")).controller().idempotencyKeys;
		assertThat(keys.get(0)).isEqualTo("mine");
		assertThat(keys.get(1)).hasSizeGreaterThan(20);
	}

	private static void move(String shard, RoutedApplication to) {
		first.manager().move(shard, id(to));
	}

	/** Every shard is served where all believe it is. */
	private static void awaitSettled() {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			for (int shard = 0; shard < 8; shard++) {
				String id = Integer.toString(shard);
				String known = first.manager().assignment().owners().get(id).participantId();
				String other = second.manager().assignment().owners().get(id).participantId();
				if (!known.equals(other) || !instance(known).handler().added.contains(id)) {
					return false;
				}
			}
			return true;
		});
	}

	private static void awaitSpread() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> first.handler().added.size() == 4 && second.handler().added.size() == 4);
		awaitSettled();
	}

	private static String ownerFor(String key) {
		return first.bean(ShardRouter.class).ownerFor(key).orElseThrow().participantId();
	}

	private static String keyNotOf(String participant) {
		return java.util.stream.IntStream.range(0, 100)
			.mapToObj((number) -> "key-" + number)
			.filter((key) -> !ownerFor(key).equals(participant))
			.findFirst()
			.orElseThrow();
	}

	private static String owner(String shard) {
		ShardManager manager = first.manager();
		return manager.assignment().owners().get(shard).participantId();
	}

	private static RoutedApplication instance(String id) {
		return id.equals("p1") ? first : second;
	}

	private static String id(RoutedApplication instance) {
		return (instance == first) ? "p1" : "p2";
	}

	private static RoutedApplication wrong(String shard) {
		return owner(shard).equals("p1") ? second : first;
	}

	private static HttpRequest.Builder request(RoutedApplication instance, String path) {
		return HttpRequest.newBuilder(URI.create(instance.url() + path)).timeout(Duration.ofSeconds(20));
	}

	private static HttpResponse<String> get(RoutedApplication instance, String path) throws Exception {
		return send(request(instance, path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return client.send(request.build(), BodyHandlers.ofString());
	}

	private static CompletableFuture<HttpResponse<String>> sendAsync(RoutedApplication instance, String path) {
		return client.sendAsync(request(instance, path).build(), BodyHandlers.ofString());
	}

	private static String raw(RoutedApplication instance, String request) throws IOException {
		URI url = URI.create(instance.url());
		try (java.net.Socket socket = new java.net.Socket(url.getHost(), url.getPort())) {
			socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		}
	}

}
