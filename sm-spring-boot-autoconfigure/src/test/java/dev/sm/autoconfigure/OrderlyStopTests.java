package dev.sm.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.OnShardPrepare;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.shard.Shard;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that stops in good order beside another one, as probes see it: readiness
 * goes down, shards are handed off, and the web server closes last.
 */
@Timeout(60)
class OrderlyStopTests {

	private static final int SHARDS = 4;

	private static final List<String> journal = new CopyOnWriteArrayList<>();

	private static final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext first = start("p1", "sm.participant.stop-delay=300ms");

	private ConfigurableApplicationContext second;

	private static ConfigurableApplicationContext start(String id, String... properties) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.application.name=orderly-stop", "sm.coordination.prefix=/orderly-stop",
					"sm.participant.id=" + id, "sm.shards.count=" + SHARDS, "spring.cloud.consul.enabled=false",
					"management.endpoint.health.probes.enabled=true")
			.properties(properties)
			.run();
	}

	@AfterEach
	void close() {
		this.first.close();
		if (this.second != null) {
			this.second.close();
		}
		journal.clear();
	}

	@Test
	void readinessGoesDownFirstAndTheWebServerClosesLast() {
		this.second = start("p2");
		Awaitility.await().until(() -> held(this.first) == SHARDS / 2 && held(this.second) == SHARDS / 2);
		int port = port(this.first);
		journal.clear();
		this.first.close();
		assertThat(journal).filteredOn((line) -> line.startsWith("p1"))
			.hasSize(SHARDS / 2)
			.allMatch((line) -> line.endsWith("dropped: port open, readiness 503, liveness 200"));
		assertThat(held(this.second)).isEqualTo(SHARDS);
		assertThat(WebLifecycleTests.isOpen(port)).isFalse();
	}

	@Test
	void nextOwnerHasPreparedBeforeTheLastOneDrops() {
		this.second = start("p2");
		Awaitility.await().until(() -> held(this.first) == SHARDS / 2 && held(this.second) == SHARDS / 2);
		journal.clear();
		this.first.close();
		for (String drop : journal.stream().filter((line) -> line.contains("dropped")).toList()) {
			String shard = drop.split(" ")[1];
			assertThat(journal.subList(0, journal.indexOf(drop))).contains("p2 " + shard + " prepared");
		}
	}

	@Test
	void everythingGoesOnForTheStopDelay() throws InterruptedException {
		Awaitility.await().until(() -> held(this.first) == SHARDS);
		long begun = System.nanoTime();
		Thread stopping = new Thread(this.first::close);
		stopping.start();
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> status(port(this.first), "readiness") == 503);
		if (System.nanoTime() - begun < Duration.ofMillis(250).toNanos()) {
			assertThat(held(this.first)).isEqualTo(SHARDS);
		}
		stopping.join();
		assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(300).toNanos());
		assertThat(journal.stream().filter((line) -> line.contains("dropped"))).hasSize(SHARDS);
	}

	@Test
	void readinessGoesDownWithoutAWebServerToo() {
		List<ReadinessState> states = new CopyOnWriteArrayList<>();
		ApplicationListener<AvailabilityChangeEvent<?>> listener = (event) -> {
			if (event.getState() instanceof ReadinessState state) {
				states.add(state);
			}
		};
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "sm.coordination.prefix=/orderly-stop-none",
					"spring.cloud.consul.enabled=false")
			.listeners(listener)
			.run()
			.close();
		assertThat(states).containsExactly(ReadinessState.ACCEPTING_TRAFFIC, ReadinessState.REFUSING_TRAFFIC);
	}

	@Test
	void refusesADelayThatSpringWouldCut() {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try {
			start("p3", "sm.participant.stop-delay=5s", "spring.lifecycle.timeout-per-shutdown-phase=5s").close();
			failure.complete(new AssertionError("started"));
		}
		catch (RuntimeException ex) {
			failure.complete(ex);
		}
		assertThat(failure.join()).hasRootCauseInstanceOf(InvalidPropertyException.class)
			.hasStackTraceContaining("'sm.participant.stop-delay' must be less than 5s, which is "
					+ "'spring.lifecycle.timeout-per-shutdown-phase' (was '5s')");
	}

	private static int held(ConfigurableApplicationContext context) {
		return context.getBean(ShardManager.class).held().size();
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static int status(int port, String group) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/" + group))
			.build();
		try {
			return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handler.class)
	static class Application {

	}

	/** Notes what probes see while shards are handed off. */
	@ShardHandler
	static class Handler {

		private final Environment environment;

		Handler(Environment environment) {
			this.environment = environment;
		}

		@OnShardPrepare
		void prepare(Shard shard) {
			journal.add(name() + " " + shard.id() + " prepared");
		}

		@OnShardAdd
		void add(Shard shard) {
			journal.add(name() + " " + shard.id() + " added");
		}

		@OnShardDrop
		void drop(Shard shard) {
			Integer port = this.environment.getProperty("local.server.port", Integer.class);
			String seen = (port != null) ? "port " + (WebLifecycleTests.isOpen(port) ? "open" : "closed")
					+ ", readiness " + status(port, "readiness") + ", liveness " + status(port, "liveness") : "no port";
			journal.add(name() + " " + shard.id() + " dropped: " + seen);
		}

		private String name() {
			return this.environment.getProperty("sm.participant.id", "?");
		}

	}

}
