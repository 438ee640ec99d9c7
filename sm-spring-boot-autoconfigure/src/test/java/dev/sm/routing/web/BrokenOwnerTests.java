package dev.sm.routing.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.coordination.CoordinationStore;
import dev.sm.handler.HandlerExecutors;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceSettings;
import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A real instance beside an owner that is no web server, or a bad one.
 */
@Timeout(60)
class BrokenOwnerTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final AtomicInteger connections = new AtomicInteger();

	private ServerSocket server;

	private RoutedApplication instance;

	private OwnershipDriver owner;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void stop() throws IOException {
		if (this.owner != null) {
			this.owner.close();
		}
		if (this.instance != null) {
			this.instance.close();
		}
		this.server.close();
	}

	@Test
	void anOwnerThatCannotBeReachedIsWaitedForAndThenRefused() throws Exception {
		String shard = shardOfABrokenOwner();
		this.server.close();
		HttpResponse<String> answer = send("GET", "/shard/" + shard);
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.body()).contains("participant broken").contains("did not answer");
	}

	@Test
	void theNextOwnerAnswersWhenTheFirstIsGone() throws Exception {
		String shard = shardOfABrokenOwner("sm.routing.forward.owner-wait=20s");
		this.server.close();
		var answer = this.client.sendAsync(request("POST", "/body/" + shard), BodyHandlers.ofString());
		this.owner.close();
		assertThat(answer.get().statusCode()).isEqualTo(201);
	}

	@Test
	void aBrokenConnectionIsTriedAgainOnlyIfThatDoesNoHarm() throws Exception {
		String shard = shardOfABrokenOwner();
		serve(Socket::close);
		assertThat(send("POST", "/body/" + shard).statusCode()).isEqualTo(502);
		assertThat(this.connections).hasValue(1);
		assertThat(send("GET", "/shard/" + shard).statusCode()).isEqualTo(503);
		int gets = this.connections.get() - 1;
		assertThat(gets).isGreaterThan(1);
		assertThat(send("POST", "/once/" + shard).statusCode()).isEqualTo(503);
		assertThat(this.connections.get()).isGreaterThan(gets + 2);
	}

	@Test
	void anOwnerThatSaysNothingIsNotWaitedForForEver() throws Exception {
		String shard = shardOfABrokenOwner("sm.routing.forward.timeout=500ms");
		HttpResponse<String> answer = send("GET", "/shard/" + shard);
		assertThat(answer.statusCode()).isEqualTo(504);
		assertThat(answer.body()).contains("500 ms");
	}

	@Test
	void aBodyThatComesSlowlyIsNotReadAfterItsRequestHasEnded() throws Exception {
		this.server.setReceiveBufferSize(8192);
		String shard = shardOfABrokenOwner("sm.routing.forward.timeout=3s");
		BodyWatch bodies = this.instance.bean(BodyWatch.class);
		serve((socket) -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
		URI url = URI.create(this.instance.url());
		try (Socket slow = new Socket(url.getHost(), url.getPort())) {
			String begin = "POST /body/" + shard + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n";
			slow.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
			// more than fits into what lies between, so that others than the caller read
			// on
			slow.getOutputStream().write(new byte[10_000_000]);
			byte[] answer = new byte[4096];
			int length = slow.getInputStream().read(answer);
			assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 504");
			slow.getOutputStream().write('d');
			assertThat(bodies.ended.await(20, TimeUnit.SECONDS)).isTrue();
			slow.getOutputStream().write('e');
		}
		assertThat(bodies.late).isEmpty();
	}

	@Test
	void anAnswerThatBreaksBeforeItWasSentOnIsABadGateway() throws Exception {
		String shard = shardOfABrokenOwner();
		serve((socket) -> answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nX-A: b\r\n\r\nhello"));
		HttpResponse<String> answer = send("GET", "/shard/" + shard);
		assertThat(answer.statusCode()).isEqualTo(502);
		assertThat(answer.headers().firstValue("X-A")).isEmpty();
	}

	@Test
	void anAnswerThatBreaksLaterIsNotPassedOffAsComplete() throws Exception {
		String shard = shardOfABrokenOwner();
		String body = "x".repeat(100_000);
		serve((socket) -> answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + body));
		assertThatIOException().isThrownBy(() -> send("GET", "/shard/" + shard));
	}

	@Test
	void garbageIsABadGateway() throws Exception {
		String shard = shardOfABrokenOwner();
		serve((socket) -> answer(socket, "no http at all\r\n\r\n"));
		assertThat(send("POST", "/body/" + shard).statusCode()).isEqualTo(502);
	}

	@Test
	void withoutForwardingARequestForOthersIsMisdirected() throws Exception {
		String shard = shardOfABrokenOwner("sm.routing.forward.enabled=false");
		HttpResponse<String> answer = send("GET", "/shard/" + shard);
		assertThat(answer.statusCode()).isEqualTo(421);
		assertThat(answer.body()).contains("participant broken");
	}

	private String shardOfABrokenOwner(String... properties) {
		String prefix = "/broken-" + this.server.getLocalPort();
		String[] all = java.util.Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = List.of(properties).toString().contains("owner-wait") ? "sm.test=1"
				: "sm.routing.forward.owner-wait=1s";
		this.instance = RoutedApplication.start(prefix, "p1", all);
		OwnershipSettings settings = OwnershipSettings.of(prefix, "broken")
			.withAddress(URI.create("http://127.0.0.1:" + this.server.getLocalPort()));
		this.owner = new OwnershipDriver(this.instance.bean(CoordinationStore.class), settings,
				List.of(ServiceSettings.of("routed", 8)), HandlerExecutors.create("broken-"));
		this.owner.register("routed", new Idle());
		this.owner.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.instance.manager().assignment().shardsOf("broken").size() == 4
					&& this.instance.handler().added.size() == 4);
		return this.instance.manager().assignment().shardsOf("broken").first();
	}

	private static void answer(Socket socket, String text) throws IOException {
		assertThat(socket.getInputStream().read(new byte[4096])).isPositive();
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		socket.close();
	}

	private void serve(Behaviour behaviour) {
		Thread thread = new Thread(() -> {
			try {
				while (true) {
					Socket socket = this.server.accept();
					this.connections.incrementAndGet();
					behaviour.take(socket);
				}
			}
			catch (IOException ex) {
				// closed by the test
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	private HttpResponse<String> send(String method, String path) throws Exception {
		return this.client.send(request(method, path), BodyHandlers.ofString());
	}

	private HttpRequest request(String method, String path) {
		return HttpRequest.newBuilder(URI.create(this.instance.url() + path))
			.timeout(Duration.ofSeconds(30))
			.method(method, BodyPublishers.noBody())
			.build();
	}

	/** What the owner does with a connection. */
	@FunctionalInterface
	private interface Behaviour {

		void take(Socket socket) throws IOException;

	}

	/** Does nothing. */
	private static final class Idle implements ShardCallback {

		@Override
		public void add(Shard shard) {
		}

		@Override
		public void drop(Shard shard) {
		}

	}

}
