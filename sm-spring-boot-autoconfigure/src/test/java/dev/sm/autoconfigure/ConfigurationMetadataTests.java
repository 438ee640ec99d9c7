package dev.sm.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the metadata that the build makes of the properties. It has no entries for
 * what stands below names of the user's choice, so for that the documentation of the
 * records is looked at.
 */
class ConfigurationMetadataTests {

	/** Properties whose absence means something, so that they have no default. */
	private static final Set<String> OPTIONAL = Set.of("sm.balance.max-moves-in-flight", "sm.cache.caches",
			"sm.cache.pools", "sm.cache.prefixes.default-pool", "sm.cache.prefixes.rules", "sm.cache.spring.pool",
			"sm.cache.spring.trusted-packages", "sm.cache.spring.ttl", "sm.coordination.etcd.password",
			"sm.coordination.etcd.ssl.bundle", "sm.coordination.etcd.username", "sm.coordination.raft.data-dir",
			"sm.coordination.raft.http.token", "sm.coordination.raft.id", "sm.coordination.raft.ssl.bundle",
			"sm.coordination.type", "sm.participant.address", "sm.participant.id", "sm.participant.max-shards",
			"sm.participant.tags", "sm.pushgateway.gateways", "sm.routing.forward.routes",
			"sm.routing.forward.ssl.bundle", "sm.routing.services", "sm.shards.services", "sm.shards.program.url");

	static List<JsonNode> properties() throws IOException {
		try (InputStream in = ConfigurationMetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.builder()
				.build()
				.readTree(in)
				.get("properties")
				.valueStream()
				.filter((property) -> name(property).startsWith("sm."))
				.toList();
		}
	}

	static Stream<Class<?>> recordsBelowMaps() {
		return Stream.of(CacheProperties.Pool.class, CacheProperties.Node.class, CacheProperties.Read.class,
				CacheProperties.NearCache.class, CacheProperties.Migration.class, CacheProperties.Load.class,
				CacheProperties.Rule.class, ShardsProperties.Service.class, RoutingProperties.Service.class,
				CoordinationProperties.Ssl.class);
	}

	@ParameterizedTest
	@MethodSource("properties")
	void hasADescription(JsonNode property) {
		assertThat(property.path("description").asString("")).as(name(property))
			.matches("(?s)[A-Z].*\\.")
			.doesNotStartWith("The ")
			.doesNotStartWith("A ");
	}

	@Test
	void hasADefaultUnlessAbsenceMeansSomething() throws IOException {
		Set<String> without = properties().stream()
			.filter((property) -> !property.has("defaultValue"))
			.map(ConfigurationMetadataTests::name)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(without).containsExactlyInAnyOrderElementsOf(OPTIONAL);
	}

	@Test
	void hasEveryProperty() throws IOException {
		Set<String> known = KnownProperties.of(SmProperties.class)
			.values(List.of())
			.stream()
			.map((names) -> "sm." + String.join(".", names))
			.filter((name) -> !name.contains("NAME"))
			.collect(Collectors.toSet());
		known.addAll(Set.of("sm.cache.caches", "sm.cache.pools", "sm.cache.prefixes.rules", "sm.shards.services",
				"sm.routing.services", "sm.routing.forward.routes"));
		assertThat(properties().stream().map(ConfigurationMetadataTests::name)).hasSameElementsAs(known);
	}

	@ParameterizedTest
	@MethodSource("recordsBelowMaps")
	void documentsWhatStandsBelowNames(Class<?> type) throws IOException {
		String file = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
		String source = Files.readString(Path.of("src/main/java", file));
		String before = source.substring(0, source.indexOf("record " + type.getSimpleName() + "("));
		String comment = before.substring(before.lastIndexOf("/**"));
		for (RecordComponent component : type.getRecordComponents()) {
			assertThat(comment).containsPattern("@param " + component.getName() + " [A-Z]");
		}
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

}
