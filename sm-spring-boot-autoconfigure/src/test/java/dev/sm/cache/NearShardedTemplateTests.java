package dev.sm.cache;

import java.time.Duration;
import java.util.List;

import dev.sm.cache.near.CaffeineNearCaching;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * A pool of three Redis servers whose values are kept inside the instance.
 */
class NearShardedTemplateTests extends ShardedTemplateContractTests {

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
		PoolSettings settings = TestPools.settings(servers.stream().map(RedisServerFixture::url).toList(),
				(pool) -> pool.keyPrefix("app:")
					.timeout(Duration.ofSeconds(20))
					.near(new NearSettings(100, Duration.ofSeconds(1))));
		return TestPools.builder(new RedisNodeFactory())
			.near(CaffeineNearCaching::new)
			.pools(List.of(settings))
			.build();
	}

}
