package dev.sm.storage.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.testkit.RedisServerFixture;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told first of servers that cannot be connected to; {@code MistakesTests} has
 * more of them.
 */
@Timeout(120)
class ConnectionFailuresTests {

	private static final Duration PATIENT = Duration.ofSeconds(60);

	private static final String WRONG = "WRONGPASS invalid username-password pair or user is disabled.";

	@Test
	void endThatOvertookTheReasonIsNotBelieved() throws Exception {
		try (Scripted server = new Scripted(List.of("", "-" + WRONG + "\r\n"))) {
			assertSays(node(server), "correct 'sm.cache.pools.*.nodes.n1.username'", "(WRONGPASS)");
		}
	}

	@Test
	void endWithoutAReasonNamesWhatMayBeOne() throws Exception {
		try (Scripted server = new Scripted(List.of("", ""))) {
			assertSays(node(server), "did not say why", "'maxclients'", "'sm.cache.pools.*.nodes.n1.password'",
					"'sm.cache.pools.*.nodes.n1.url' must begin with rediss://");
		}
	}

	@Test
	void serverWithAPasswordThatIsFullSaysThatItIsFull() throws Exception {
		try (RedisServerFixture server = RedisServerFixture.start("--maxclients", "1");
				Socket taken = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
			taken.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
			assertThat(taken.getInputStream().read()).isEqualTo('+');
			for (int i = 0; i < 10; i++) {
				assertSays(node(server.url().replace("//", "//:secret@")), "raise its 'maxclients'");
			}
		}
	}

	@Test
	void wrongPasswordOfBootsFactoryNamesBootsProperty() {
		try (RedisServerFixture server = RedisServerFixture.start("--requirepass", "right")) {
			RedisStandaloneConfiguration standalone = new RedisStandaloneConfiguration("127.0.0.1", server.port());
			assertSays(ofFactory(standalone, LettuceClientConfiguration.defaultConfiguration()),
					"set 'spring.data.redis.password'");
			standalone.setPassword("wrong");
			assertSays(ofFactory(standalone, LettuceClientConfiguration.defaultConfiguration()),
					"'spring.data.redis.password' (WRONGPASS)");
			standalone.setUsername("default");
			standalone.setPassword("right");
			try (NodeStorage node = ofFactory(standalone, LettuceClientConfiguration.defaultConfiguration())) {
				assertThat(node.execute(new NodeCommand.Ping()).toCompletableFuture()).succeedsWithin(PATIENT);
			}
		}
	}

	/** Lettuce waits for these beside the connection, and may see its end first. */
	@Test
	void wrongCredentialsThatComeLaterAreNamedWhateverIsSeenFirst() {
		LettuceClientConfiguration later = LettuceClientConfiguration.builder()
			.redisCredentialsProviderFactory(new RedisCredentialsProviderFactory() {

				@Override
				public RedisCredentialsProvider createCredentialsProvider(RedisConfiguration configuration) {
					return () -> Mono.just(RedisCredentials.just("default", "wrong"));
				}

			})
			.build();
		try (RedisServerFixture server = RedisServerFixture.start("--requirepass", "right")) {
			for (int i = 0; i < 10; i++) {
				assertSays(ofFactory(new RedisStandaloneConfiguration("127.0.0.1", server.port()), later),
						"'spring.data.redis.password'");
			}
		}
	}

	private static NodeStorage ofFactory(RedisStandaloneConfiguration server, LettuceClientConfiguration client) {
		return RedisNodeFactory.ofConnectionFactory("n1", new LettuceConnectionFactory(server, client), PATIENT);
	}

	private static NodeStorage node(Scripted server) {
		return node("redis://127.0.0.1:" + server.socket.getLocalPort());
	}

	private static NodeStorage node(String url) {
		return new RedisNodeFactory().create(new NodeConfig("n1", url, null, null, PATIENT, null));
	}

	private static void assertSays(NodeStorage node, String... words) {
		try (node) {
			assertThat(node.execute(new NodeCommand.Ping()).toCompletableFuture()).failsWithin(PATIENT)
				.withThrowableThat()
				.withCauseInstanceOf(NodeUnavailableException.class)
				.withMessageContaining("node 'n1' cannot be connected to")
				.withMessageContainingAll(words);
		}
	}

	/** Answers each connection with a text and ends it. */
	private static final class Scripted implements AutoCloseable {

		private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		Scripted(List<String> answers) throws IOException {
			Thread thread = new Thread(() -> answers.forEach(this::answer), "scripted-redis");
			thread.setDaemon(true);
			thread.start();
		}

		private void answer(String text) {
			try (Socket connection = this.socket.accept()) {
				connection.getInputStream().read();
				connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// the test has ended
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
