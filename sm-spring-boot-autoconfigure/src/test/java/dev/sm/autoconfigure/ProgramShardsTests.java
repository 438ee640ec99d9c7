package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.handler.DuplicateShardHandlerException;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.proxy.PlantedProxy;
import dev.sm.shard.Shard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real program in Python that holds shards.
 */
@Timeout(60)
class ProgramShardsTests {

	private int port;

	private Process program;

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
		}
		try {
			this.program = new ProcessBuilder("python3", "src/test/resources/docs/holder.py",
					Integer.toString(this.port))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			Assumptions.assumeTrue("true".equals(System.getenv("CI")), "skipped: there is no python3");
			throw ex;
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> held().isEmpty());
		this.runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
			.withPropertyValues("sm.coordination.prefix=/program-" + this.port, "sm.shards.count=4",
					"sm.shards.program.url=http://127.0.0.1:" + this.port);
	}

	@AfterEach
	void stop() throws InterruptedException {
		if (this.program != null) {
			this.program.destroy();
			this.program.waitFor();
		}
	}

	@Test
	void aProxyOfTheJvmIsNotAsked() {
		try (PlantedProxy proxy = PlantedProxy.plant()) {
			this.runner.run((context) -> Awaitility.await()
				.until(() -> context.getBean(ShardManager.class).held().size() == 4));
			assertThat(proxy.asked()).isEmpty();
		}
	}

	@Test
	void holdsWhatItIsToldAndDropsItInTheEnd() throws Exception {
		this.runner.run((context) -> {
			ShardManager manager = context.getBean(ShardManager.class);
			Awaitility.await().untilAsserted(() -> assertThat(held()).isEqualTo(epochs(manager)).hasSize(4));
		});
		assertThat(held()).isEmpty();
	}

	@Test
	void theEpochTellsWhatAParticipantThatWasKilledLeftBehind() throws Exception {
		long before = 1;
		for (int shard = 0; shard < 4; shard++) {
			tell("add-shard", shard, before);
		}
		this.runner.run((context) -> {
			ShardManager manager = context.getBean(ShardManager.class);
			Awaitility.await().untilAsserted(() -> assertThat(held()).isEqualTo(epochs(manager)).hasSize(4));
			assertThat(held().values()).allMatch((epoch) -> epoch > before);
			tell("add-shard", 0, before);
			tell("drop-shard", 1, before);
			assertThat(held()).isEqualTo(epochs(manager));
		});
	}

	@Test
	void aProgramThatIsAwayHoldsNothing() {
		this.program.destroy();
		this.runner.run((context) -> Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(context.getBean(ShardManager.class).describe().shards()).hasSize(4)
				.allSatisfy((shard) -> {
					assertThat(shard.state()).isIn("UNPLACED", "QUARANTINED");
					assertThat(shard.reason()).isNotBlank();
				})));
	}

	@Test
	void aHandlerBesideAProgramFailsTheStart() {
		this.runner.withBean(Handler.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(DuplicateShardHandlerException.class)
				.hasMessageContaining("program at http://127.0.0.1:" + this.port));
	}

	@Test
	void aProgramElsewhereHasToBeAllowed() {
		this.runner.withPropertyValues("sm.shards.program.url=http://192.0.2.1:9000")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'sm.shards.program.url'")
				.hasMessageContaining("192.0.2.1"));
	}

	/** As a participant that this test has not started. */
	private void tell(String verb, int shard, long epoch) throws IOException, InterruptedException {
		String message = "{\"id\":\"" + shard + "\",\"epoch\":" + epoch + ",\"spec\":{}}";
		HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/sm/admin/" + verb))
				.POST(HttpRequest.BodyPublishers.ofString(message))
				.build(), HttpResponse.BodyHandlers.discarding());
	}

	private static Map<String, Long> epochs(ShardManager manager) {
		Map<String, Long> epochs = new TreeMap<>();
		manager.held().forEach((shard) -> epochs.put(shard.id(), shard.epoch()));
		return epochs;
	}

	private Map<String, Long> held() throws IOException, InterruptedException {
		String body = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
		Map<String, Long> held = new TreeMap<>();
		((Map<?, ?>) JsonParserFactory.getJsonParser().parseMap(body).get("held"))
			.forEach((shard, epoch) -> held.put(shard.toString(), ((Number) epoch).longValue()));
		return held;
	}

	/** Wants the same shards. */
	@ShardHandler
	static class Handler {

		@OnShardAdd
		void add(Shard shard) {
			shard.requireHeld();
		}

	}

}
