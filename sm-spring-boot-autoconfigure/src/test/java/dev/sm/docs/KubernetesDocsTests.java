package dev.sm.docs;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe for Kubernetes leaves as much time as the defaults of properties take.
 */
class KubernetesDocsTests {

	/** The default of spring.lifecycle.timeout-per-shutdown-phase. */
	private static final Duration PHASE = Duration.ofSeconds(30);

	private final JsonNode properties = metadata().path("properties");

	private List<Map<String, Object>> documents;

	private Map<String, Object> statefulSet;

	private Map<String, Object> pod;

	private Map<String, Object> container;

	@BeforeEach
	void read() throws IOException {
		try (InputStream in = new ClassPathResource("docs/kubernetes.yml").getInputStream()) {
			this.documents = new java.util.ArrayList<>();
			new Yaml().loadAll(in).forEach((document) -> this.documents.add(map(document)));
		}
		this.statefulSet = map(this.documents.get(2).get("spec"));
		this.pod = map(map(this.statefulSet.get("template")).get("spec"));
		this.container = map(((List<?>) this.pod.get("containers")).get(0));
	}

	@Test
	void selectsItsOwnPods() {
		assertThat(this.documents).extracting("kind").containsExactly("Service", "PodDisruptionBudget", "StatefulSet");
		Map<String, Object> labels = map(map(map(this.statefulSet.get("template")).get("metadata")).get("labels"));
		assertThat(map(map(this.documents.get(0).get("spec")).get("selector"))).isEqualTo(labels);
		assertThat(map(map(map(this.documents.get(1).get("spec")).get("selector")).get("matchLabels")))
			.isEqualTo(labels);
		assertThat(map(map(this.statefulSet.get("selector")).get("matchLabels"))).isEqualTo(labels);
	}

	@Test
	void givesUpOnePodAtATime() {
		assertThat(map(this.documents.get(1).get("spec"))).containsEntry("maxUnavailable", 1);
		assertThat((int) this.statefulSet.get("minReadySeconds")).isPositive();
	}

	@Test
	void waitsForTheStopToEnd() {
		Duration preStop = seconds(map(map(map(this.container.get("lifecycle")).get("preStop")).get("sleep")),
				"seconds");
		Duration stop = preStop.plus(byDefault("sm.participant.stop-delay"))
			.plus(byDefault("sm.routing.forward.linger"))
			.plus(PHASE.multipliedBy(2));
		assertThat(seconds(this.pod, "terminationGracePeriodSeconds")).isGreaterThan(stop);
		assertThat(byDefault("sm.shards.handler-timeout")).isLessThan(PHASE.minusSeconds(1));
	}

	@Test
	void leavesTheServiceBeforeSigterm() {
		Map<String, Object> probe = map(this.container.get("readinessProbe"));
		Duration preStop = seconds(map(map(map(this.container.get("lifecycle")).get("preStop")).get("sleep")),
				"seconds");
		assertThat(patience(probe)).isLessThan(preStop);
	}

	@Test
	void probesOnlyWhatADrainLeavesAlone() {
		assertThat(path("livenessProbe")).isEqualTo("/actuator/health/liveness");
		assertThat(path("startupProbe")).isEqualTo("/actuator/health/liveness");
		assertThat(path("readinessProbe")).isEqualTo("/actuator/health/readiness");
	}

	@Test
	void letsAStartWaitForTheStore() {
		assertThat(patience(map(this.container.get("startupProbe"))))
			.isGreaterThan(byDefault("sm.coordination.start-timeout").plusSeconds(30));
	}

	@Test
	void setsPropertiesThatThereAre() {
		List<?> variables = (List<?>) this.container.get("env");
		assertThat(variables).extracting((variable) -> (String) map(variable).get("name"))
			.filteredOn((name) -> name.startsWith("SM_"))
			.hasSize(4)
			.allMatch(this::isProperty, "is the name of a property");
		assertThat(byDefault("sm.coordination.session-ttl")).isLessThan(Duration.ofSeconds(60));
	}

	private boolean isProperty(String variable) {
		return this.properties.valueStream()
			.map((property) -> property.path("name").asString().replace("-", "").replace('.', '_'))
			.anyMatch(variable::equalsIgnoreCase)
				|| this.properties.valueStream()
					.map((property) -> property.path("name").asString().replace('-', '_').replace('.', '_'))
					.anyMatch(variable::equalsIgnoreCase);
	}

	private Duration byDefault(String property) {
		return DurationStyle.detectAndParse(this.properties.valueStream()
			.filter((known) -> known.path("name").asString().equals(property))
			.findFirst()
			.orElseThrow()
			.path("defaultValue")
			.asString());
	}

	private String path(String probe) {
		return (String) map(map(this.container.get(probe)).get("httpGet")).get("path");
	}

	private static Duration patience(Map<String, Object> probe) {
		return seconds(probe, "periodSeconds").multipliedBy((int) probe.get("failureThreshold"));
	}

	private static Duration seconds(Map<String, Object> map, String key) {
		return Duration.ofSeconds((int) map.get(key));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	private static JsonNode metadata() {
		try (InputStream in = new ClassPathResource("META-INF/spring-configuration-metadata.json").getInputStream()) {
			return JsonMapper.builder().build().readTree(in);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
