package dev.sm.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sm.cache.ShardedTemplate;
import dev.sm.handler.OnShardAdd;
import dev.sm.handler.ShardHandler;
import dev.sm.shard.Shard;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The alerts and the dashboard: right for Prometheus, and of meters that there are.
 */
class MonitoringTests {

	private static final Path DIRECTORY = Path.of("..", "docs", "monitoring").toAbsolutePath().normalize();

	private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

	private static final Pattern METER = Pattern.compile("\\bsm_[a-z_]+");

	@ParameterizedTest
	@ValueSource(strings = { "check rules sm-alerts.yml", "test rules sm-alerts-tests.yml" })
	void promtoolAgrees(String command) throws Exception {
		boolean installed = Files.isExecutable(PROMTOOL);
		if ("true".equals(System.getenv("CI"))) {
			assertThat(installed).as("%s must be installed (Debian: prometheus)", PROMTOOL).isTrue();
		}
		Assumptions.assumeTrue(installed, "skipped: there is no " + PROMTOOL);
		List<String> line = new java.util.ArrayList<>(List.of(command.split(" ")));
		line.add(0, PROMTOOL.toString());
		Process process = new ProcessBuilder(line).directory(DIRECTORY.toFile()).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(said).isZero();
	}

	@Test
	void namesMetersOfARunningApplication() throws IOException {
		Set<String> known = new TreeSet<>();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--spring.application.name=orders", "--spring.cloud.consul.enabled=false", "--sm.shards.count=2",
					"--sm.cache.pools.default.nodes.n1.url=memory:")) {
			context.getBean(ShardedTemplate.class).set("a", "b");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await().until(() -> registry.find("sm.handler").timer() != null);
			for (Meter meter : registry.getMeters()) {
				String name = meter.getId().getName().replace('.', '_');
				known.add(name);
				if (meter.getId().getType() == Meter.Type.TIMER) {
					known.addAll(List.of(name + "_seconds_count", name + "_seconds_sum"));
				}
			}
		}
		for (String file : List.of("sm-alerts.yml", "sm-dashboard.json")) {
			Matcher meter = METER.matcher(Files.readString(DIRECTORY.resolve(file)));
			Set<String> named = new TreeSet<>();
			while (meter.find()) {
				named.add(meter.group());
			}
			assertThat(named).as(file).hasSizeGreaterThan(5).allMatch(known::contains);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handler.class)
	static class Application {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@ShardHandler
	static class Handler {

		@OnShardAdd
		void add(Shard shard) {
			assertThat(shard.held()).isTrue();
		}

	}

}
