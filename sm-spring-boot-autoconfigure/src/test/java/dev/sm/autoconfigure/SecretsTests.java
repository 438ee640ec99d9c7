package dev.sm.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sm.cache.NodeSettings;
import dev.sm.cache.ShardedTemplate;
import dev.sm.cache.ShardedTemplates;
import dev.sm.coordination.consul.ConsulCoordinationStore;
import dev.sm.coordination.etcd.EtcdCoordinationStore;
import dev.sm.storage.NodeConfig;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.consul.TestConsul;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A word that stands wherever a password, a token or a URL with either can stand, and is
 * looked for in all that is logged, answered, thrown and shown.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String MARK = "Kaninchen77";

	private static final String POOL = "sm.cache.pools.p.";

	private static final String SERVERS = "sm.cache.pools.q.";

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final List<String> PAGES = List.of("/actuator/health", "/actuator/continuum",
			"/actuator/continuum/p?key=k", "/actuator/continuum/q?key=k", "/actuator/shards", "/actuator/migration",
			"/actuator/metrics", "/actuator/configprops", "/actuator/env", "/actuator/beans", "/actuator/conditions",
			"/actuator/mappings", "/actuator/scheduledtasks", "/actuator/threaddump", "/actuator/info",
			"/actuator/loggers", "/sm/console/", "/sm/console/api/key?key=k", "/sm/console/api/rights", "/sm/raft",
			"/sm/kv/a", "/nothing");

	private static final List<String> WISHES = List.of(
			"/actuator/migration/q {\"action\":\"plan\",\"nodes\":\"n1=100,n6=50\"}",
			"/actuator/migration/q {\"action\":\"begin\",\"nodes\":\"n1=100,n6=50\",\"mode\":\"active\"}",
			"/actuator/migration/q {\"action\":\"abort\"}", "/actuator/shards/secrets {\"action\":\"add\"}",
			"/sm/console/api/operations {\"action\":\"drain\",\"service\":\"secrets\",\"participant\":\"me\"}");

	private final List<String> said = new ArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void nothingIsToldByNodesThatAcceptRefuseOrAreNotThere(CapturedOutput output) {
		String dead = "127.0.0.1:" + TestSocketUtils.findAvailableTcpPort();
		String member = "localhost:" + TestSocketUtils.findAvailableTcpPort();
		try (RedisServerFixture redis = RedisServerFixture.start("--requirepass", MARK);
				ConfigurableApplicationContext context = run("sm.participant.id=me", "sm.console.enabled=true",
						"sm.console.read-only=false", "management.endpoint.configprops.show-values=always",
						"management.endpoint.env.show-values=always", "sm.coordination.type=raft",
						"sm.coordination.raft.address=" + member, "sm.coordination.raft.peers=" + member,
						"sm.coordination.raft.data-dir=" + this.folder.resolve("raft"),
						"sm.coordination.raft.http.enabled=true", "sm.coordination.raft.http.token=" + MARK,
						POOL + "timeout=1s", SERVERS + "timeout=10s",
						SERVERS + "nodes.n1.url=redis://user:" + MARK + "@" + dead,
						SERVERS + "nodes.n2.url=redis://" + dead, SERVERS + "nodes.n2.password=" + MARK,
						POOL + "nodes.n3.url=jdbc:mariadb://" + dead + "/cache?user=u&password=" + MARK,
						POOL + "nodes.n4.url=jdbc:h2:mem:secrets;USER=sa;PASSWORD=" + MARK,
						POOL + "nodes.n5.url=jdbc:postgresql://" + dead + "/cache", POOL + "nodes.n5.username=u",
						POOL + "nodes.n5.password=" + MARK, SERVERS + "nodes.n6.url=" + redis.url(),
						SERVERS + "nodes.n6.password=" + MARK,
						SERVERS + "nodes.n7.url=redis://:" + MARK + "-wrong@127.0.0.1:" + redis.port(),
						SERVERS + "nodes.n8.url=redis://user:" + MARK + "@127.0.0.1:" + redis.port(),
						POOL + "nodes.n9.url=jdbc:h2:mem:secrets", POOL + "nodes.n9.username=sa",
						POOL + "nodes.n9.password=" + MARK + "-wrong",
						POOL + "nodes.n10.url=jdbc:mariadb://" + dead + "/db?password=" + MARK + "&nonsense",
						POOL + "allow-private-nodes=true")) {
			use(context.getBean(ShardedTemplates.class).get("q"));
			use(context.getBean(ShardedTemplates.class).get("p"));
			look(context);
		}
		assertThat(output.getAll()).contains("WRONGPASS");
		assertSaid("k", "=v");
		assertSaid("events: ", "n10");
		assertSaid("/actuator/migration/q {\"action\":\"plan\"", "n6");
		assertNothingTold(output);
	}

	private void assertSaid(String begin, String part) {
		assertThat(this.said.stream().filter((text) -> text.startsWith(begin) && text.contains(part)).count())
			.as("answers '%s' with '%s'", begin, part)
			.isPositive();
	}

	private void use(ShardedTemplate pool) {
		for (int key = 0; key < 40; key++) {
			try {
				pool.set("k" + key, "v");
				this.said.add("k" + key + "=" + pool.get("k" + key, String.class));
			}
			catch (RuntimeException ex) {
				this.said.add(trace(ex));
			}
		}
	}

	private void look(ConfigurableApplicationContext context) {
		String base = "http://127.0.0.1:" + ((WebServerApplicationContext) context).getWebServer().getPort();
		for (String page : PAGES) {
			this.said.add(page + ": " + get(base + page, null));
			this.said.add(page + ": " + get(base + page, "wrong"));
		}
		this.said.add("events: " + firstEvents(base + "/sm/console/api/events"));
		for (String wish : WISHES) {
			String[] parts = wish.split(" ", 2);
			this.said.add(wish + ": " + post(base + parts[0], parts[1]));
		}
		for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
			this.said.add(meter.getId().toString());
			this.said.add(get(base + "/actuator/metrics/" + meter.getId().getName(), null));
		}
		for (String name : context.getBeanDefinitionNames()) {
			if (context.isSingleton(name)) {
				Object bean = context.getBean(name);
				if (ClassUtils.getUserClass(bean).getName().startsWith("dev.sm.")) {
					this.said.add(name + ": " + bean);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { POOL + "nodes.n1.url=redis://u:" + MARK + "@",
			POOL + "nodes.n1.url=redis:/u:" + MARK + "@h:1", POOL + "nodes.n1.url=rediss://" + MARK + "@h:1?x=y",
			POOL + "nodes.n1.url=user:" + MARK + "@host:1", POOL + "nodes.n1.url=jdbc:oracle:thin:u/" + MARK + "@h",
			POOL + "nodes.n1.url=redis://u:" + MARK + "%@h:1",
			"sm.shards.program.url=http://u:" + MARK + "@127.0.0.1:1",
			"sm.participant.address=http://u:" + MARK + "@h:1",
			"sm.coordination.etcd.endpoints=http://u:" + MARK + "@h:2379" })
	void nothingIsToldByAStartThatIsRefused(String property, CapturedOutput output) {
		assertRefused(output, property);
	}

	@Test
	void nothingIsToldByAKeyThatCannotBeRead(CapturedOutput output) throws Exception {
		Path file = this.folder.resolve("server.p12");
		Files.write(file, new byte[] { 1, 2, 3 });
		assertRefused(output, "spring.ssl.bundle.jks.own.keystore.location=" + file.toUri(),
				"spring.ssl.bundle.jks.own.keystore.password=" + MARK, "spring.ssl.bundle.jks.own.key.password=" + MARK,
				"spring.ssl.bundle.jks.own.keystore.type=PKCS12", "sm.coordination.type=raft",
				"sm.coordination.raft.address=localhost:" + TestSocketUtils.findAvailableTcpPort(),
				"sm.coordination.raft.data-dir=" + this.folder.resolve("raft"), "sm.coordination.raft.ssl.bundle=own");
	}

	@Test
	void nothingIsToldByStoresThatAreNotThere(CapturedOutput output) {
		String port = Integer.toString(TestSocketUtils.findAvailableTcpPort());
		look(output, "sm.coordination.type=etcd", "sm.coordination.etcd.endpoints=http://127.0.0.1:" + port,
				"sm.coordination.etcd.username=u", "sm.coordination.etcd.password=" + MARK);
		look(output, "sm.coordination.type=consul", "spring.cloud.consul.enabled=true",
				"spring.cloud.consul.host=127.0.0.1", "spring.cloud.consul.port=" + port,
				"spring.cloud.consul.token=" + MARK, "spring.cloud.consul.discovery.register=false",
				"spring.cloud.consul.config.enabled=false");
	}

	@Test
	void nothingIsToldByAConsulThatAcceptsOrRefuses(CapturedOutput output) {
		try (TestConsul consul = TestConsul.start()) {
			for (String token : new String[] { MARK, MARK + "-wrong" }) {
				consul.faults().requireToken(MARK);
				look(output, "sm.coordination.type=consul", "spring.cloud.consul.enabled=true",
						"spring.cloud.consul.host=127.0.0.1", "spring.cloud.consul.port=" + consul.port(),
						"spring.cloud.consul.token=" + token, "spring.cloud.consul.discovery.register=false",
						"spring.cloud.consul.config.enabled=false", POOL + "allow-private-nodes=true",
						POOL + "nodes.n1.url=memory:");
			}
		}
	}

	@Test
	void nothingIsToldByWhatHoldsSecrets() {
		String url = "redis://u:" + MARK + "@h";
		assertThat(Stream
			.of(new NodeConfig("n", url, MARK, MARK, Duration.ofSeconds(1), null), NodeSettings.of("n", url, 1),
					new CoordinationProperties.Etcd(List.of(url), "u", MARK, new CoordinationProperties.Ssl(null)),
					new CoordinationProperties.Http(true, MARK),
					new CacheProperties.Node(url, 1, null, null, MARK, MARK, new CoordinationProperties.Ssl(null), null,
							List.of(url)),
					new EtcdCoordinationStore.Settings(List.of(URI.create("http://h:1")), "u", MARK, null,
							Duration.ofSeconds(1)),
					new ConsulCoordinationStore.Settings(URI.create("http://h:1"), MARK, null, Duration.ofSeconds(1)))
			.map(Object::toString)).allSatisfy((text) -> assertThat(text).doesNotContain(MARK));
	}

	/** It starts without its store, and goes on trying. */
	private void look(CapturedOutput output, String... properties) {
		String[] patient = Stream
			.concat(Stream.of("sm.coordination.start-timeout=1s", "sm.console.enabled=true"), Arrays.stream(properties))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = run(patient)) {
			look(context);
		}
		catch (RuntimeException ex) {
			assertThat(ex).hasStackTraceContaining("within 1");
			this.said.add(trace(ex));
		}
		assertThat(this.said).noneMatch((text) -> text.contains(MARK));
		assertThat(output.getAll()).doesNotContain(MARK);
	}

	private void assertNothingTold(CapturedOutput output) {
		assertThat(this.said).hasSizeGreaterThan(60).noneMatch((text) -> text.contains(MARK));
		assertThat(output.getAll()).contains("TRACE").doesNotContain(MARK);
	}

	private static void assertRefused(CapturedOutput output, String... properties) {
		try (ConfigurableApplicationContext context = run(properties)) {
			assertThat(context).as("started with %s", Arrays.toString(properties)).isNull();
		}
		catch (Exception ex) {
			assertThat(trace(ex)).doesNotContain(MARK);
		}
		assertThat(output.getAll()).doesNotContain(MARK);
	}

	private static ConfigurableApplicationContext run(String... properties) {
		String[] all = Stream.concat(Stream.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.application.name=secrets", "spring.cloud.consul.enabled=false",
				"logging.level.dev.sm=trace", "logging.level.org.springframework.boot.context.properties=trace",
				"spring.cloud.gateway.server.webmvc.form-filter.enabled=false",
				"management.endpoint.health.show-details=always", "management.endpoint.shards.access=unrestricted",
				"management.endpoint.migration.access=unrestricted", "management.endpoints.web.exposure.include=*"),
				Arrays.stream(properties))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(Application.class).properties(all).run();
	}

	private static String get(String uri, String token) {
		HttpRequest.Builder request = request(uri);
		if (token != null) {
			request.header("Authorization", "Bearer " + token);
		}
		return send(request, BodyHandlers.ofString());
	}

	private static String post(String uri, String body) {
		return send(request(uri).header("Content-Type", "application/json")
			.header("X-Sm-Console", "1")
			.POST(HttpRequest.BodyPublishers.ofString(body)), BodyHandlers.ofString());
	}

	/** All there is to show. */
	private static String firstEvents(String uri) {
		try (Stream<String> lines = send(request(uri), BodyHandlers.ofLines())) {
			return lines.takeWhile((line) -> !line.equals("event:time")).collect(Collectors.joining());
		}
	}

	private static HttpRequest.Builder request(String uri) {
		return HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20));
	}

	private static <T> T send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
		try {
			return http.send(request.build(), body).body();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String trace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
