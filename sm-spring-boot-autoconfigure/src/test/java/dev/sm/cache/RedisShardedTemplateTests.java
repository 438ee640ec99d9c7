package dev.sm.cache;

import java.time.Duration;
import java.util.List;

import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool of three Redis servers.
 */
class RedisShardedTemplateTests extends ShardedTemplateContractTests {

	private static List<RedisServerFixture> servers = List.of();

	@BeforeAll
	static void startServers() {
		servers = List.of(RedisServerFixture.start(), RedisServerFixture.start(), RedisServerFixture.start());
	}

	@AfterAll
	static void stopServers() {
		servers.forEach(RedisServerFixture::close);
	}

	@Override
	protected Pools open() {
		servers.forEach((server) -> server.execute("FLUSHALL"));
		return TestPools.open(TestPools.settings(servers.stream().map(RedisServerFixture::url).toList(),
				(pool) -> pool.keyPrefix("app:").timeout(Duration.ofSeconds(20))), new RedisNodeFactory());
	}

	@Test
	void anyOtherClientReadsWhatIsStored() {
		template().set("k", "plain");
		template().set("n", 42);
		assertThat(server("k").execute("GET", "app:k")).isEqualTo("plain");
		assertThat(server("n").execute("GET", "app:n")).isEqualTo("42");
	}

	@Test
	void keysWithOneHashTagAreOnOneServer() {
		for (int i = 0; i < 20; i++) {
			template().set("{user1}." + i, i);
		}
		assertThat(server("{user1}.0").execute("DBSIZE")).isEqualTo(":20");
	}

	private static RedisServerFixture server(ShardedTemplate template, String key) {
		return servers.get(Integer.parseInt(template.nodeFor(key).substring(1)) - 1);
	}

	private RedisServerFixture server(String key) {
		return server(template(), key);
	}

}
