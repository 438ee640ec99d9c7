package dev.sm.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnknownPropertiesCheckTests {

	@ParameterizedTest
	@CsvSource({ "sm.coordination.sesion-ttl, sm.coordination.session-ttl", "sm.servce, sm.service",
			"sm.session-ttl, sm.coordination.session-ttl",
			"sm.cache.pools.a.node.n1.url, sm.cache.pools.a.nodes.n1.url",
			"sm.cache.pools.a.nodes.n1.wieght, sm.cache.pools.a.nodes.n1.weight",
			"sm.shards.services.other.cuont, sm.shards.services.other.count",
			"sm.coordination.raft.http.tokn, sm.coordination.raft.http.token" })
	void namesTheNearestKey(String key, String nearest) {
		assertUnknown(map(key), "'" + key + "' (from", "'" + nearest + "' instead of '" + key + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sm.enabled", "sm.coordination.session-ttl", "sm.coordination.sessionTtl",
			"sm.coordination.session_ttl", "SM.Coordination.SESSION-TTL", "sm.shards.services.other.count",
			"sm.shards.services[with.dots].count", "sm.cache.pools.a.nodes.n-1.read-from[0]", "sm.participant.tags[3]",
			"sm.participant.tags", "sm.cache.pools.a.nodes.n1.ssl.bundle", "sm.test.seed", "smart.home",
			"spring.sm.x" })
	void acceptsEveryFormThatBinds(String key) {
		assertKnown(map(key));
	}

	@Test
	void acceptsAnIndexBelowListsOnly() {
		assertUnknown(map("sm.service[0]"), "'sm.service.0'", "sm.service");
	}

	@Test
	void readsYaml() throws Exception {
		String yaml = "sm:\n  cache:\n    pools:\n      a:\n        nodes:\n          n1: { url: 'memory:', wight: 5 }\n";
		PropertySource<?> source = new YamlPropertySourceLoader()
			.load("application.yml", new ByteArrayResource(yaml.getBytes(UTF_8)))
			.get(0);
		assertUnknown(source, "sm.cache.pools.a.nodes.n1.wight", " - 6:");
	}

	@Test
	void readsTheCommandLine() {
		assertUnknown(new SimpleCommandLinePropertySource("--sm.shards.cout=5"), "sm.shards.cout", "sm.shards.count");
	}

	@Test
	void readsSystemProperties() {
		System.setProperty("sm.balance.tolerence", "0.2");
		try {
			assertThatExceptionOfType(UnknownPropertyException.class)
				.isThrownBy(() -> UnknownPropertiesCheck.check(new StandardEnvironment()))
				.withMessageContaining("sm.balance.tolerence");
		}
		finally {
			System.clearProperty("sm.balance.tolerence");
		}
	}

	@Test
	void tellsOfAllUnknownKeysAtOnce() {
		assertUnknown(new MapPropertySource("test", Map.of("sm.a", "1", "sm.b", "2")), "'sm.a'", "'sm.b'");
	}

	@Test
	void tellsNoValue() {
		assertThatExceptionOfType(UnknownPropertyException.class)
			.isThrownBy(() -> check(new MapPropertySource("test", Map.of("sm.pasword", "s3cret"))))
			.satisfies((ex) -> assertThat(ex.getMessage() + ex.getAction()).doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SM_COORDINATION_SESSIONTTL", "SM_COORDINATION_SESSION_TTL",
			"SM_CACHE_POOLS_A_NODES_N1_URL", "SM_CACHE_POOLS_MY_POOL_NODES_N1_URL", "SM_SHARDS_SERVICES_OTHER_COUNT",
			"SM_PARTICIPANT_TAGS_0", "SM_CACHE_POOLS_A_NODES_N1_READFROM_0_", "SM_HOME", "SM_SERVICE_NAME",
			"SMART_CACHE", "SM_CACHE", "SM_CACHE_SERVICE_HOST", "SM_CACHE_SERVICE_PORT", "SM_CACHE_SERVICE_PORT_HTTP",
			"SM_CACHE_PORT", "SM_CACHE_PORT_6379_TCP", "SM_CACHE_PORT_6379_TCP_ADDR", "SM_TEST_SEED" })
	void leavesOtherEnvironmentVariablesAlone(String variable) {
		assertKnown(variable(variable));
	}

	@ParameterizedTest
	@CsvSource({ "SM_COORDINATION_SESION_TTL, sm.coordination.session-ttl",
			"SM_CACHE_POOLS_A_NODES_N1_WIGHT, sm.cache.pools.a.nodes.n1.weight", "SM_SHARDS_CUONT, sm.shards.count" })
	void refusesEnvironmentVariablesOfItsGroups(String variable, String nearest) {
		assertUnknown(variable(variable), "'" + variable + "' (from environment variable)",
				"'" + nearest + "' instead of");
	}

	private static PropertySource<?> map(String key) {
		return new MapPropertySource("test", Map.of(key, "1"));
	}

	private static PropertySource<?> variable(String name) {
		return new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				Map.of(name, "1"));
	}

	private static void assertKnown(PropertySource<?> source) {
		assertThatCode(() -> check(source)).doesNotThrowAnyException();
	}

	private static void assertUnknown(PropertySource<?> source, String... parts) {
		assertThatExceptionOfType(UnknownPropertyException.class).isThrownBy(() -> check(source))
			.satisfies((ex) -> assertThat(ex.getMessage() + ex.getAction()).contains(parts));
	}

	private static void check(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		environment.getPropertySources().addFirst(source);
		UnknownPropertiesCheck.check(environment);
	}

}
