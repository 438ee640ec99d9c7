package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.TcpProxyFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * In which order commands are executed when a connection takes the place of another.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisSuccessionTests {

	private static final Duration TIMEOUT = Duration.ofMillis(400);

	private static final String WARNING = "it cannot be ruled out that a command which a lost connection left behind";

	private RedisServerFixture server;

	private TcpProxyFixture network;

	private NodeStorage node;

	@BeforeEach
	void start() {
		this.server = RedisServerFixture.start();
		this.network = TcpProxyFixture.start(this.server.port());
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			if (this.node != null) {
				this.node.close();
			}
			this.network.close();
			this.server.close();
		}
	}

	@Test
	void commandThatTheNetworkDeliversLateIsNotExecuted() {
		open("redis://127.0.0.1:" + this.network.port(), TIMEOUT);
		assertLastWriteStays("2");
	}

	/**
	 * A value as large as the socket's buffers takes the server many turns to read, so
	 * that commands of other connections come in between. That those of the next one do
	 * is rare; what the network delivers late does not depend on such luck.
	 */
	@Test
	void serverThatHungDoesNotExecuteWhatItLeftUnreadAfterNewerCommands() {
		open(this.server.url(), TIMEOUT);
		int rounds = Integer.getInteger("sm.redis.rounds", 3);
		long seed = Long.getLong("sm.redis.seed", 1);
		for (int round = 0; round < rounds; round++) {
			Random random = new Random(seed + round);
			eventuallyPut("1");
			this.server.pause();
			CompletableFuture<?> late = put("2" + "x".repeat(random.nextInt(4_000_000)));
			assertThat(late).as("seed %d", seed + round).failsWithin(Duration.ofSeconds(10));
			await().pollDelay(Duration.ofMillis(random.nextInt(150))).until(() -> true);
			this.server.resume();
			eventuallyPut("3");
			assertStays("3", "seed " + (seed + round));
		}
	}

	@Test
	void connectionIsEndedBeforeTheNextOneIsUsed() {
		RedisServerFixture.assumeVersion(7);
		open(this.server.url(), Duration.ofSeconds(10));
		eventuallyPut("1");
		long first = connection();
		this.server.execute("CLIENT", "KILL", "ID", Long.toString(first));
		eventuallyPut("2");
		assertThat(this.server.execute("INFO", "commandstats")).contains("cmdstat_client|kill:calls=2,");
		assertThat(connection()).isGreaterThan(first);
	}

	@Test
	void connectionsOfAnotherRunOfTheServerAreLeftAlone() {
		open(this.server.url(), Duration.ofSeconds(10));
		eventuallyPut("1");
		this.server.restart();
		eventuallyPut("2");
		assertThat(this.server.execute("INFO", "commandstats")).contains("cmdstat_client|id:calls=1,")
			.doesNotContain("client|kill");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-client|kill", "-client|id", "-client", "-info" })
	void userWhoMayNotEndConnectionsIsServedWithAWarning(String right, CapturedOutput output) {
		RedisServerFixture.assumeVersion(7);
		this.server.execute("ACL", "SETUSER", "limited", "on", ">pw", "~*", "+@all", right);
		open("redis://limited:pw@127.0.0.1:" + this.server.port(), Duration.ofSeconds(10));
		for (int i = 0; i < 3; i++) {
			eventuallyPut("1");
			this.server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
		}
		eventuallyPut("2");
		assertThat(output.getOut().split(WARNING, -1)).as("one warning").hasSize(2);
		assertThat(output).contains("Node 'n1' answered 'NOPERM").doesNotContain(">pw");
	}

	@Test
	void nobodyIsWarnedWhereConnectionsAreEnded(CapturedOutput output) {
		open("redis://127.0.0.1:" + this.network.port(), TIMEOUT);
		assertLastWriteStays("2");
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void commandsThatWaitForTheFirstConnectionAreSentInTheirOrder() {
		open(this.server.url(), Duration.ofSeconds(10));
		List<CompletableFuture<Long>> counts = new ArrayList<>();
		for (long i = 0; i < 200; i++) {
			counts.add(this.node.execute(new NodeCommand.Increment(bytes("n"), 1, null)).toCompletableFuture());
		}
		for (int i = 0; i < counts.size(); i++) {
			assertThat(counts.get(i)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(i + 1L);
		}
	}

	private void assertLastWriteStays(String late) {
		eventuallyPut("1");
		this.network.hold();
		assertThat(put(late)).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NodeUnavailableException.class);
		eventuallyPut("3");
		this.network.release();
		assertStays("3", "after release");
	}

	private void assertStays(String value, String description) {
		await(description).during(Duration.ofMillis(200))
			.atMost(Duration.ofSeconds(10))
			.pollInterval(Duration.ofMillis(5))
			.failFast(() -> assertThat(this.server.execute("GET", "k")).as(description).isEqualTo(value))
			.until(() -> true);
	}

	private void open(String url, Duration timeout) {
		this.node = new RedisNodeFactory().create(new NodeConfig("n1", url, null, null, timeout, null));
	}

	private void eventuallyPut(String value) {
		await().atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(1))
			.until(() -> put(value).handle((ok, ex) -> ex == null).join());
	}

	private CompletableFuture<?> put(String value) {
		return this.node.execute(NodeCommand.Put.of(bytes("k"), bytes(value))).toCompletableFuture();
	}

	/** The number of the node's connection, which is the only one besides the asking. */
	private long connection() {
		return this.server.execute("CLIENT", "LIST", "TYPE", "normal")
			.lines()
			.filter((line) -> !line.contains("cmd=client"))
			.map((line) -> line.split(" ")[0].substring("id=".length()))
			.mapToLong(Long::parseLong)
			.max()
			.orElseThrow();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
