package dev.sm.benchmarks.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import redis.clients.jedis.Jedis;

/**
 * Jedis with a connection to each server, one server after the other.
 */
final class JedisByHand implements Contender {

	private final List<Jedis> servers = new ArrayList<>();

	JedisByHand(List<Integer> ports) {
		ports.forEach((port) -> this.servers.add(new Jedis("127.0.0.1", port)));
	}

	@Override
	public String name() {
		return "Jedis by hand";
	}

	@Override
	public String get(String key) {
		return this.servers.get(Split.of(key, this.servers.size())).get(key);
	}

	@Override
	public boolean hasLater() {
		return false;
	}

	@Override
	public Object getMany(List<String> keys) {
		List<String> values = new ArrayList<>(keys.size());
		List<List<String>> parts = Split.all(keys, this.servers.size());
		for (int i = 0; i < parts.size(); i++) {
			values.addAll(this.servers.get(i).mget(parts.get(i).toArray(String[]::new)));
		}
		return values;
	}

	@Override
	public int count(Object values) {
		return (int) ((List<?>) values).stream().filter(Objects::nonNull).count();
	}

	@Override
	public void close() {
		this.servers.forEach(Jedis::close);
	}

}
