package dev.sm.endpoint;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;

import static org.assertj.core.api.Assertions.assertThat;

class SecretSettingsTests {

	@ParameterizedTest
	@CsvSource({ "sm.coordination.etcd.password, secret", "SM_COORDINATION_ETCD_PASSWORD, secret",
			"sm.coordination.raft.http.token, secret", "sm.cache.pools.p.nodes.n1.url, redis://u:secret@h:1",
			"sm.cache.pools.p.nodes.n1.url, jdbc:mariadb://h/db?password=secret",
			"sm.cache.pools.p.nodes.n1.read-from[0], redis://:secret@h:1" })
	void secretsAreMasked(String key, String value) {
		assertThat(shown(key, value)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@CsvSource({ "sm.service, orders", "sm.cache.pools.p.nodes.n1.url, redis://h:6379", "sm.participant.id, a@b",
			"smtp.password, theirs", "spring.cloud.consul.token, theirs" })
	void everythingElseIsShown(String key, String value) {
		assertThat(shown(key, value)).isEqualTo(value);
	}

	private static Object shown(String key, String value) {
		return new SecretSettings().apply(new SanitizableData(null, key, value)).getValue();
	}

}
