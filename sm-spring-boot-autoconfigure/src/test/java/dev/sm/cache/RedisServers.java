package dev.sm.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.sm.cache.near.CaffeineNearCaching;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real servers that all tests of a class share, emptied before each, and pools that are
 * closed after it. To be registered in a static field.
 */
final class RedisServers implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	private final int count;

	private final String[] options;

	private final List<RedisServerFixture> servers = new ArrayList<>();

	private final List<Pools> opened = new ArrayList<>();

	RedisServers(int count, String... options) {
		this.count = count;
		this.options = options;
	}

	RedisServerFixture get(int index) {
		return this.servers.get(index);
	}

	Stream<RedisServerFixture> stream() {
		return this.servers.stream();
	}

	List<String> urls() {
		return stream().map(RedisServerFixture::url).toList();
	}

	/** Opens a pool {@code p} of all servers. */
	ShardedTemplate open(UnaryOperator<PoolSettings.Builder> change) {
		return open(urls(), change);
	}

	/** Opens a pool {@code p}. */
	ShardedTemplate open(List<String> urls, UnaryOperator<PoolSettings.Builder> change) {
		return keep(builder().pools(List.of(TestPools.settings(urls, change))).build()).get("p");
	}

	/** Pools are to be closed after the test. */
	Pools keep(Pools pools) {
		this.opened.add(pools);
		return pools;
	}

	static PoolsBuilder builder() {
		return TestPools.builder(new RedisNodeFactory()).near(CaffeineNearCaching::new);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		for (int i = 0; i < this.count; i++) {
			this.servers.add(RedisServerFixture.start(this.options));
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.servers.forEach((server) -> server.execute("FLUSHALL"));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		closePools();
	}

	/** Closes pools, before something that they use is closed. */
	void closePools() {
		Collections.reverse(this.opened);
		this.opened.forEach(Pools::close);
		this.opened.clear();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.servers.forEach(RedisServerFixture::close);
	}

}
