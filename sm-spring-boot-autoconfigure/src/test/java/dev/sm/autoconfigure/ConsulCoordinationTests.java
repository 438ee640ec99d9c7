package dev.sm.autoconfigure;

import java.util.Map;

import dev.sm.coordination.consul.ConsulCoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.manager.ShardManager;
import dev.sm.testkit.consul.TestConsul;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.consul.ConsulClient;
import org.springframework.cloud.consul.ConsulProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with Spring Cloud Consul on their class path.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ConsulCoordinationTests {

	private static TestConsul consul;

	@BeforeAll
	static void start() {
		consul = TestConsul.start();
	}

	@AfterAll
	static void stop() {
		consul.close();
	}

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SmAutoConfiguration.class))
		.withPropertyValues("sm.coordination.type=consul", "spring.cloud.consul.host=127.0.0.1",
				"spring.cloud.consul.port=" + consul.port(), "sm.shards.count=4");

	@Test
	void ownsShards() {
		this.runner.withUserConfiguration(OwnershipTests.Handlers.class).run((context) -> {
			assertThat(context).hasSingleBean(ConsulCoordinationStore.class);
			Awaitility.await().untilAsserted(() -> assertThat(context.getBean(ShardManager.class).held()).hasSize(4));
		});
	}

	@Test
	void missingClientIsNamed() {
		this.runner.withClassLoader(new FilteredClassLoader(ConsulProperties.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MissingClientException.class)
				.hasMessageContaining("'sm.coordination.type'"));
	}

	@Test
	void unreadableKeysAreNamedAndNoPassword() {
		this.runner
			.withPropertyValues("spring.cloud.consul.tls.key-store-path=/none.jks",
					"spring.cloud.consul.tls.key-store-password=s3cret")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("'spring.cloud.consul.tls'")
				.hasMessageNotContaining("s3cret"));
	}

	@Test
	void startWithoutConsulWaitsAndFailsWithTheReason(CapturedOutput output) {
		assertThat(FailedStart.of(output, "--sm.coordination.type=consul", "--spring.cloud.consul.port=1",
				"--sm.coordination.start-timeout=1s"))
			.contains("could not be used within 1s", "http://localhost:1", "sm.coordination.start-timeout");
	}

	@Test
	void runsWithoutConsulWhereNobodyAsksForIt() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBeansOfType(ConsulClient.class)).isEmpty();
			assertThat(context.getBean(LocalCoordinationStore.class)).isNotNull();
		}
	}

	@Test
	void discoveryWithoutCoordinationIsLeftAlone() {
		try (ConfigurableApplicationContext context = run("--spring.cloud.consul.host=127.0.0.1",
				"--spring.cloud.consul.port=" + consul.port(), "--spring.application.name=beside")) {
			assertThat(context.getBeansOfType(ConsulClient.class)).isNotEmpty();
			assertThat(context.getBean(LocalCoordinationStore.class)).isNotNull();
		}
	}

	@Test
	void registersTheApplicationWithWhatSmKnowsOfIt() {
		try (ConfigurableApplicationContext context = run("--sm.coordination.type=consul",
				"--spring.cloud.consul.host=127.0.0.1", "--spring.cloud.consul.port=" + consul.port(),
				"--spring.application.name=registered", "--sm.participant.id=p1", "--sm.participant.zone=z1",
				"--sm.participant.weight=1.5", "--spring.cloud.consul.discovery.metadata.weight=70",
				"--spring.cloud.consul.discovery.health-check-interval=200ms",
				"--spring.cloud.consul.discovery.prefer-ip-address=true",
				"--spring.cloud.consul.discovery.ip-address=127.0.0.1")) {
			DiscoveryClient discovery = context.getBean(DiscoveryClient.class);
			Awaitility.await().untilAsserted(() -> assertThat(discovery.getInstances("registered")).hasSize(1));
			Map<String, String> metadata = discovery.getInstances("registered").get(0).getMetadata();
			assertThat(metadata).containsEntry("participant", "p1")
				.containsEntry("zone", "z1")
				.containsEntry("weight", "70")
				.hasEntrySatisfying("address", (address) -> assertThat(address)
					.endsWith(":" + discovery.getInstances("registered").get(0).getPort()));
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(Everything.class);
		application.setDefaultProperties(Map.of("server.port", 0, "spring.main.banner-mode", "off"));
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

}
