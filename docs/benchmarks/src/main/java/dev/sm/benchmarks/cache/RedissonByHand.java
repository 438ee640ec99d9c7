package dev.sm.benchmarks.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.redisson.Redisson;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Redisson with a client for each server.
 */
final class RedissonByHand implements Contender {

	private final List<RedissonClient> servers = new ArrayList<>();

	RedissonByHand(List<Integer> ports) {
		for (int port : ports) {
			Config config = new Config();
			config.setCodec(StringCodec.INSTANCE);
			config.useSingleServer().setAddress("redis://127.0.0.1:" + port);
			this.servers.add(Redisson.create(config));
		}
	}

	@Override
	public String name() {
		return "Redisson by hand";
	}

	@Override
	public String get(String key) {
		return this.servers.get(Split.of(key, this.servers.size())).<String>getBucket(key).get();
	}

	@Override
	public CompletionStage<String> getLater(String key) {
		return this.servers.get(Split.of(key, this.servers.size())).<String>getBucket(key).getAsync();
	}

	@Override
	public Object getMany(List<String> keys) {
		List<List<String>> parts = Split.all(keys, this.servers.size());
		List<RFuture<Map<String, String>>> sent = new ArrayList<>(parts.size());
		for (int i = 0; i < parts.size(); i++) {
			sent.add(this.servers.get(i).getBuckets().getAsync(parts.get(i).toArray(String[]::new)));
		}
		Map<String, String> values = new HashMap<>(keys.size() * 2);
		sent.forEach((answer) -> values.putAll(LettuceByHand.await(answer)));
		return values;
	}

	@Override
	public int count(Object values) {
		return ((Map<?, ?>) values).size();
	}

	@Override
	public void close() {
		this.servers.forEach(RedissonClient::shutdown);
	}

}
