package dev.sm.testkit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisServerFixtureTests {

	@Test
	void serverIsEmptyAfterARestart() {
		try (RedisServerFixture server = RedisServerFixture.start()) {
			assertThat(server.execute("SET", "k", "v")).isEqualTo("+OK");
			assertThat(server.execute("GET", "k")).isEqualTo("v");
			server.pause();
			server.resume();
			server.restart();
			assertThat(server.execute("GET", "k")).isEqualTo("$-1");
		}
	}

}
