package dev.sm.docs;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.sm.cache.CacheListener.Event;
import dev.sm.cache.MigrationMode;
import dev.sm.cache.PoolMigrations;
import dev.sm.cache.ShardedTemplates;
import dev.sm.event.ElectionEvent;
import dev.sm.event.HandoffEvent;
import dev.sm.event.MigrationEvent;
import dev.sm.event.NodeEvent;
import dev.sm.event.OperatorAction;
import dev.sm.event.ParticipantEvent;
import dev.sm.event.PoolEvent;
import dev.sm.event.ShardEvent;
import dev.sm.event.SmEvent;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.OnShardDrop;
import dev.sm.handler.ShardHandler;
import dev.sm.manager.ShardManager;
import dev.sm.metrics.CacheMetrics;
import dev.sm.metrics.PushgatewayMetrics;
import dev.sm.pushgateway.PushgatewayStatus;
import dev.sm.shard.Shard;
import dev.sm.testkit.RedisServerFixture;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two participants in one store: what they tell is what {@code docs/telemetry.md} says.
 */
@Timeout(60)
class TelemetryDocsTests {

	private static RedisServerFixture redis;

	private static ConfigurableApplicationContext context;

	private static RecordedObservations observations;

	@BeforeAll
	static void start() {
		redis = RedisServerFixture.start();
		context = application("first");
		observations = context.getBean(RecordedObservations.class);
		ConfigurableApplicationContext other = application("second");
		await(() -> held(context) == 4 && held(other) == 4);
		context.getBean(ShardedTemplates.class).get("near").set("a", "b");
		context.getBean(ShardedTemplates.class).get("plain").set("a", "b");
		context.getBean(CacheMetrics.class).onEvent("plain", "n1", Event.CLOSED);
		PoolMigrations migrations = context.getBean(PoolMigrations.class);
		migrations.begin("plain", Map.of("n1", 0, "n2", 1), MigrationMode.PASSIVE);
		await(() -> migrations.status("plain").phase().equals("RUN"));
		migrations.end("plain");
		other.close();
		await(() -> held(context) == 8);
	}

	private static ConfigurableApplicationContext application(String id) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.application.name=orders", "--spring.cloud.consul.enabled=false",
					"--management.defaults.metrics.export.enabled=false", "--sm.shards.count=8",
					"--sm.coordination.type=local", "--sm.coordination.prefix=/telemetry", "--sm.participant.id=" + id,
					"--sm.cache.pools.plain.nodes.n1.url=memory:telemetry-1",
					"--sm.cache.pools.plain.nodes.n2.url=memory:telemetry-2",
					"--sm.cache.pools.plain.nodes.n2.weight=0", "--sm.cache.pools.near.nodes.n1.url=" + redis.url(),
					"--sm.cache.pools.near.near-cache.enabled=true");
	}

	private static int held(ConfigurableApplicationContext context) {
		return context.getBean(ShardManager.class).held().size();
	}

	private static void await(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await().atMost(java.time.Duration.ofSeconds(30)).until(condition);
	}

	@AfterAll
	static void stop() {
		context.close();
		redis.close();
	}

	@Test
	void metersAreAsThePageSays() {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		new PushgatewayMetrics(() -> new PushgatewayStatus(false, List.of(), 0, 0, 0)).bindTo(registry);
		Map<String, String> found = new TreeMap<>();
		Set<String> observed = TelemetryPage.rows("Observations").keySet();
		for (Meter meter : registry.getMeters()) {
			Meter.Id id = meter.getId();
			if (id.getName().startsWith("sm.") && observed.stream().noneMatch(id.getName()::startsWith)) {
				Set<String> tags = new TreeSet<>(id.getTags().stream().map(Tag::getKey).toList());
				String unit = (id.getType() == Meter.Type.TIMER) ? "seconds"
						: (id.getBaseUnit() != null) ? id.getBaseUnit() : "";
				found.put(id.getName(),
						id.getType().name().toLowerCase(java.util.Locale.ROOT) + " " + unit + " " + tags);
				assertThat(id.getDescription()).as(id.getName()).isNotBlank();
			}
		}
		Map<String, String> told = new TreeMap<>();
		TelemetryPage.rows("Meters")
			.forEach((name, row) -> told.put(name,
					row.get(1) + " " + row.get(2) + " " + TelemetryPage.names(row.get(3))));
		assertThat(found).isEqualTo(told);
	}

	@Test
	void observationsAreAsThePageSays() {
		observations.areAsThePageSays("sm.cache.command");
		observations.areAsThePageSays("sm.handler.call");
		await(() -> observations.named("sm.handoff").size() >= 4);
		observations.areAsThePageSays("sm.handoff");
	}

	@Test
	void transitionsAreEvents() {
		Listener listener = context.getBean(Listener.class);
		await(() -> listener.events.stream().anyMatch(PoolEvent.class::isInstance)
				&& listener.events.contains(new ParticipantEvent("orders", "second", ParticipantEvent.Kind.LEFT)));
		assertThat(listener.events).contains(new ElectionEvent("orders", "first", true),
				new ParticipantEvent("orders", "second", ParticipantEvent.Kind.JOINED),
				new PoolEvent("plain", Map.of("n1", 0, "n2", 1)));
		assertThat(listener.events).filteredOn(ShardEvent.class::isInstance)
			.extracting((event) -> ((ShardEvent) event).kind())
			.contains(ShardEvent.Kind.ACQUIRED, ShardEvent.Kind.RELEASED);
		assertThat(listener.events).filteredOn(HandoffEvent.class::isInstance)
			.extracting((event) -> ((HandoffEvent) event).kind())
			.contains(HandoffEvent.Kind.STARTED, HandoffEvent.Kind.ENDED);
		assertThat(listener.events).filteredOn(MigrationEvent.class::isInstance)
			.extracting((event) -> ((MigrationEvent) event).step())
			.contains("RUN", "STABLE");
		assertThat(listener.events).doesNotHaveDuplicates();
		assertThat(TelemetryPage.rows("Events").keySet()).containsExactlyInAnyOrderElementsOf(Stream
			.of(ShardEvent.class, HandoffEvent.class, ParticipantEvent.class, ElectionEvent.class, MigrationEvent.class,
					PoolEvent.class, NodeEvent.class, OperatorAction.class)
			.map(Class::getSimpleName)
			.toList());
		assertThat(SmEvent.class.getPermittedSubclasses()).hasSize(7);
	}

	@Test
	void namesLoggersThatThereAre() {
		assertThat(TelemetryPage.rows("Logs").keySet()).allSatisfy((name) -> {
			String file = "src/main/java/" + name.replace('.', '/');
			assertThat(new File(file + ".java").exists() || new File(file).isDirectory()).as(name).isTrue();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Handler.class, Listener.class })
	static class Application {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		RecordedObservations recorded() {
			return new RecordedObservations();
		}

		@Bean
		ObservationRegistry observations(RecordedObservations recorded) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(recorded);
			return registry;
		}

	}

	static class Listener {

		private final List<SmEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SmEvent event) {
			this.events.add(event);
		}

	}

	@ShardHandler
	static class Handler {

		@OnShardAdd
		void add(Shard shard) {
			assertThat(shard.held()).isTrue();
		}

		@OnShardDrop
		void drop(Shard shard) {
			assertThat(shard.id()).isNotEmpty();
		}

	}

}
