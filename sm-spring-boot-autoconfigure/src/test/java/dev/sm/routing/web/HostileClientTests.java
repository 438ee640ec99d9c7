package dev.sm.routing.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.sm.routing.ShardRouter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two real instances, and somebody who writes requests by hand to the one that is not the
 * owner.
 */
@Timeout(60)
class HostileClientTests {

	private static RoutedApplication first;

	private static RoutedApplication second;

	@BeforeAll
	static void start() {
		first = RoutedApplication.start("/hostile", "p1", "sm.routing.forward.owner-wait=5s");
		second = RoutedApplication.start("/hostile", "p2", "sm.routing.forward.owner-wait=5s");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> first.handler().added.size() == 4 && second.handler().added.size() == 4);
	}

	@AfterAll
	static void stop() {
		assertThat(first.bean(BodyWatch.class).late).isEmpty();
		assertThat(second.bean(BodyWatch.class).late).isEmpty();
		second.close();
		first.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
			"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /param?key=smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
			"Content-Length: 3\r\nTransfer-Encoding : chunked\r\n\r\nabc",
			"Content-Length: 3\r\nTransfer-Encoding: xchunked\r\n\r\nabc",
			"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
			"Transfer-Encoding: chunked\r\n\r\n3;x=\"\r\n\"\r\nabc\r\n0\r\nX-Key: a\r\n\r\n",
			"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc", "Content-Length: -1\r\n\r\n",
			"Content-Length: 3\r\nConnection: Content-Length, close\r\n\r\nabc",
			"Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc", "Expect: x\r\nContent-Length: 3\r\n\r\nabc",
			"Content-Length: 0\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n" })
	void whatAServerMightReadInTwoWaysLeavesNothingBehind(String rest) throws IOException {
		String shard = second.handler().added.iterator().next();
		String told = raw("POST /body/" + shard + " HTTP/1.1\r\nHost: a\r\n" + rest);
		assertThat(told).matches("(?s)HTTP/1.1 (100|201|400|408|411|413|417|501) .*").doesNotContain("smuggled");
		for (int i = 0; i < 3; i++) {
			assertThat(raw("GET /shard/" + shard + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
				.startsWith("HTTP/1.1 200")
				.endsWith("p2");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.169.254/shard/%s", "//169.254.169.254/../shard/%s", "/shard/../shard/%s",
			"/shard/%s?@169.254.169.254/", "/shard/%s#@169.254.169.254/", "/shard;@169.254.169.254/%s" })
	void noFormOfAPathLeadsElsewhere(String path) throws IOException {
		String shard = second.handler().added.iterator().next();
		String told = raw("GET " + path.formatted(shard)
				+ " HTTP/1.1\r\nHost: 169.254.169.254\r\nX-Forwarded-Host: 169.254.169.254\r\nConnection: close\r\n\r\n");
		assertThat(told).matches("(?s)HTTP/1.1 (200 .*p2|400 .*|404 .*)");
	}

	@Test
	void aKeyWithLineBreaksIsAKey() throws IOException {
		for (int number = 0; number < 8; number++) {
			String key = "a" + number + "%0d%0aX-Evil:%20yes%0d%0a%0d%0aGET%20/";
			String told = raw("GET /path/" + key + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
			assertThat(told).matches("(?s)HTTP/1.1 (200|400|404) .*").doesNotContain("\nX-Evil");
		}
	}

	@Test
	void aHeaderThatWouldNotArriveAsItCameIsNotSentOn() throws IOException {
		String asked = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Key: ";
		int refused = 0;
		for (int number = 0; number < 16; number++) {
			String key = "k\u00e4se-" + number;
			String owner = first.bean(ShardRouter.class).ownerFor(key).orElseThrow().participantId();
			String told = raw("GET /header" + asked + key + "\r\nCookie: \u00e4\r\n\r\n");
			assertThat(told).matches(owner.equals("p1") ? "(?s)HTTP/1.1 200 .*p1"
					: "(?s)HTTP/1.1 400 .*its header 'X-Key' must be ASCII.*");
			refused += owner.equals("p1") ? 0 : 1;
		}
		assertThat(refused).isPositive();
		String shard = second.handler().added.iterator().next();
		assertThat(raw("GET /shard/" + shard + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: \u00e4\r\n\r\n"))
			.endsWith("p2");
	}

	/** What the instance says until it ends the connection or is silent. */
	private static String raw(String request) throws IOException {
		URI url = URI.create(first.url());
		StringBuilder told = new StringBuilder();
		try (Socket socket = new Socket(url.getHost(), url.getPort())) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			byte[] bytes = new byte[8192];
			for (int read = 1; read > 0;) {
				// without an end of the connection there is no other end of what it says
				boolean ends = told.isEmpty() || request.contains("Connection: close");
				socket.setSoTimeout(ends ? 30_000 : 500);
				read = socket.getInputStream().read(bytes);
				told.append(new String(bytes, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1));
			}
		}
		catch (IOException ex) {
			// it waits for more, or has had enough
		}
		return told.toString();
	}

}
