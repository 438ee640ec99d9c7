package dev.sm.pushgateway;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GroupKeyTests {

	@ParameterizedTest
	@CsvSource({ "/metrics/job/j/x/1/y/2, /metrics/job/j/y/2/x/1", "/metrics/job/j, /metrics/job/j/",
			"/metrics/job/j/x/1/, /metrics/job@base64/ag/x@base64/MQ==", "/metrics/job/a%20b, /metrics/job@base64/YSBi",
			"/metrics/job/j/path@base64/L3Zhci90bXA, /metrics/job/j/path@base64/L3Zhci90bXA=",
			"/metrics/job/j/x@base64/=, /metrics/job/j/x@base64/==", "/metrics/j%6fb/j, /metrics/job/j" })
	void pathsOfOneGroupAreOneKey(String one, String other) {
		assertThat(GroupKey.parse(one)).isEqualTo(GroupKey.parse(other));
		assertThat(GroupKey.parse(one).canonical()).isEqualTo(GroupKey.parse(other).canonical());
	}

	@ParameterizedTest
	@CsvSource({ "/metrics/job/j, /metrics/job/k", "/metrics/job/j/x/1, /metrics/job/j/x/2",
			"/metrics/job/j, /metrics/job/j/x@base64/=" })
	void otherGroupsAreOtherKeys(String one, String other) {
		assertThat(GroupKey.parse(one)).isNotEqualTo(GroupKey.parse(other));
	}

	@Test
	void canonicalKeyIsThePlainPathWithItsLabelsInOrder() {
		assertThat(GroupKey.parse("/metrics/job/job_a/tag_b/2/tag_a/1").canonical())
			.isEqualTo("/metrics/job/job_a/tag_a/1/tag_b/2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metrics/job/j/x/1", "/metrics/job/j/path@base64/L3Zhci90bXA",
			"/metrics/job/%C3%A9/x/a%20b", "/metrics/job/j/x@base64/=" })
	void pathOfAKeyNamesTheSameGroup(String path) {
		GroupKey key = GroupKey.parse(path);
		assertThat(GroupKey.parse(key.path())).isEqualTo(key);
		assertThat(key.path()).matches("[\\x21-\\x7e]+");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metrics", "/metrics/job", "/metrics/job/", "/metrics/job/j/x", "/metrics/instance/x",
			"/metrics/job/j/job/k", "/metrics/job/j//x", "/metrics/job@base64/=", "/metrics/job@base64/***",
			"/metrics/job/%zz", "/metrics/jobs/j", "/other" })
	void whatAGatewayWouldRefuseIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> GroupKey.parse(path));
	}

	@Test
	void halfACharacterIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> GroupKey.parse("/metrics/job/a\uD800b"))
			.withMessageContaining("surrogate");
	}

	@Test
	void labelsOfAListAreTheSameKey() {
		assertThat(GroupKey.of(Map.of("y", "2", "job", "j", "x", "1")))
			.isEqualTo(GroupKey.parse("/metrics/job/j/x/1/y/2"));
	}

	@Test
	void canonicalizerLeavesOtherPathsAlone() {
		GroupCanonicalizer canonicalizer = new GroupCanonicalizer();
		assertThat(canonicalizer.name()).isEqualTo("pushgateway-group");
		assertThat(canonicalizer.canonical("/metrics/job/j/")).isEqualTo("/metrics/job/j");
		assertThat(canonicalizer.canonical("/api/v1/status")).isEqualTo("/api/v1/status");
	}

}
