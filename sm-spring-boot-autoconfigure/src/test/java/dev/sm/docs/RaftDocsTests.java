package dev.sm.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe for Kubernetes is YAML, and names only properties that there are.
 */
class RaftDocsTests {

	@Test
	@SuppressWarnings("unchecked")
	void theStatefulSetSetsKnownProperties() throws Exception {
		List<Map<String, Object>> documents = new ArrayList<>();
		try (var in = new ClassPathResource("docs/raft-statefulset.yml").getInputStream()) {
			new Yaml().loadAll(in).forEach((document) -> documents.add((Map<String, Object>) document));
		}
		assertThat(documents).extracting("kind").containsExactly("Service", "PodDisruptionBudget", "StatefulSet");
		Map<String, Object> spec = (Map<String, Object>) documents.get(2).get("spec");
		assertThat(spec).containsEntry("replicas", 3).containsEntry("serviceName", "orders-raft");
		Map<String, Object> template = (Map<String, Object>) spec.get("template");
		Map<String, Object> pod = (Map<String, Object>) template.get("spec");
		Map<String, Object> container = ((List<Map<String, Object>>) pod.get("containers")).get(0);
		String metadata = new String(
				new ClassPathResource("META-INF/spring-configuration-metadata.json").getContentAsByteArray(),
				java.nio.charset.StandardCharsets.UTF_8);
		assertThat((List<Map<String, Object>>) container.get("env")).extracting("name", String.class)
			.filteredOn((name) -> name.startsWith("SM_"))
			.hasSizeGreaterThan(4)
			.allMatch((name) -> known(metadata, name), "is the name of a property");
		assertThat(Path.of("../docs/raft.md")).exists();
	}

	private static boolean known(String metadata, String variable) {
		return metadata.lines()
			.map((line) -> line.replaceAll("^.*\"name\": \"([^\"]+)\".*$", "$1"))
			.anyMatch((name) -> name.replace("-", "").replace('.', '_').equalsIgnoreCase(variable)
					|| name.replace('-', '_').replace('.', '_').equalsIgnoreCase(variable));
	}

}
