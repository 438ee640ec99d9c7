package dev.sm.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Kubernetes would take the manifests in the docs: the models that its client has, which
 * are made of its schema, know every field, miss none, and find a value of its type in
 * each.
 */
class KubernetesSchemaTests {

	private static final Path DOCS = Path.of("src/test/resources/docs");

	private static final Map<String, Class<?>> MODELS = Map.of("v1 Service", V1Service.class,
			"policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class, "apps/v1 StatefulSet", V1StatefulSet.class);

	private static final Gson GSON = new GsonBuilder()
		.registerTypeAdapter(OffsetDateTime.class,
				(JsonDeserializer<OffsetDateTime>) (json, type, context) -> OffsetDateTime.parse(json.getAsString()))
		.registerTypeAdapterFactory(new V1Service.CustomTypeAdapterFactory())
		.registerTypeAdapterFactory(new V1PodDisruptionBudget.CustomTypeAdapterFactory())
		.registerTypeAdapterFactory(new V1StatefulSet.CustomTypeAdapterFactory())
		.create();

	static Stream<Path> manifests() throws IOException {
		try (Stream<Path> files = Files.list(DOCS)) {
			return files.filter(KubernetesSchemaTests::isManifest).sorted().toList().stream();
		}
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void isTaken(Path manifest) throws IOException {
		List<?> documents = documents(Files.readString(manifest));
		assertThat(documents).isNotEmpty().allSatisfy(KubernetesSchemaTests::check);
	}

	@Test
	void thereAreManifests() throws IOException {
		assertThat(manifests()).extracting((path) -> path.getFileName().toString())
			.contains("kubernetes.yml", "raft-statefulset.yml");
	}

	@ParameterizedTest
	@CsvSource({ "minReadySeconds, minReadySecond", "preStop:, preStopp:", "replicas: 5, replicas: five",
			"name: http, nam: http", "apps/v1, apps/v2", "maxUnavailable, maxUnavailble", "period, periode",
			"serviceName: orders, serviceName: [orders]" })
	void mistakesAreFound(String right, String wrong) throws IOException {
		String manifest = Files.readString(DOCS.resolve("kubernetes.yml"));
		assertThat(manifest).contains(right);
		assertThatException()
			.isThrownBy(() -> documents(manifest.replaceFirst(right, wrong)).forEach(KubernetesSchemaTests::check));
	}

	private static void check(Object document) {
		Map<?, ?> fields = (Map<?, ?>) document;
		String kind = fields.get("apiVersion") + " " + fields.get("kind");
		Class<?> model = MODELS.get(kind);
		if (model == null) {
			throw new IllegalArgumentException("'" + kind + "' must be one of " + MODELS.keySet());
		}
		GSON.fromJson(GSON.toJsonTree(document), model);
	}

	private static List<?> documents(String manifest) {
		return StreamSupport.stream(new Yaml().loadAll(manifest).spliterator(), false).toList();
	}

	private static boolean isManifest(Path file) {
		try {
			return Files.readString(file).startsWith("apiVersion:");
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
