package dev.sm.benchmarks.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A StringRedisTemplate for each server, or one for a Redis Cluster.
 */
final class SpringTemplates implements Contender {

	private final String name;

	private final List<LettuceConnectionFactory> factories = new ArrayList<>();

	private final List<StringRedisTemplate> servers = new ArrayList<>();

	private SpringTemplates(String name, List<RedisConfiguration> servers) {
		this.name = name;
		for (RedisConfiguration server : servers) {
			LettuceConnectionFactory factory = new LettuceConnectionFactory(server,
					LettuceClientConfiguration.defaultConfiguration());
			factory.afterPropertiesSet();
			factory.start();
			this.factories.add(factory);
			this.servers.add(new StringRedisTemplate(factory));
		}
	}

	static SpringTemplates byHand(List<Integer> ports) {
		List<RedisConfiguration> servers = new ArrayList<>();
		ports.forEach((port) -> servers.add(new RedisStandaloneConfiguration("127.0.0.1", port)));
		return new SpringTemplates("StringRedisTemplate by hand", servers);
	}

	static SpringTemplates cluster(int port) {
		return new SpringTemplates("Redis Cluster, StringRedisTemplate",
				List.of(new RedisClusterConfiguration(List.of("127.0.0.1:" + port))));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String get(String key) {
		StringRedisTemplate server = this.servers
			.get((this.servers.size() > 1) ? Split.of(key, this.servers.size()) : 0);
		return Objects.requireNonNull(server.opsForValue().get(key));
	}

	@Override
	public boolean hasLater() {
		return false;
	}

	@Override
	public Object getMany(List<String> keys) {
		if (this.servers.size() == 1) {
			return Objects.requireNonNull(this.servers.get(0).opsForValue().multiGet(keys));
		}
		List<String> values = new ArrayList<>(keys.size());
		List<List<String>> parts = Split.all(keys, this.servers.size());
		for (int i = 0; i < parts.size(); i++) {
			values.addAll(Objects.requireNonNull(this.servers.get(i).opsForValue().multiGet(parts.get(i))));
		}
		return values;
	}

	@Override
	public int count(Object values) {
		return (int) ((List<?>) values).stream().filter(Objects::nonNull).count();
	}

	@Override
	public void close() {
		this.factories.forEach(LettuceConnectionFactory::destroy);
	}

}
