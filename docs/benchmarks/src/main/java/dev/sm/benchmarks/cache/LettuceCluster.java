package dev.sm.benchmarks.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;

/**
 * Lettuce on a Redis Cluster.
 */
final class LettuceCluster implements Contender {

	private final RedisClusterClient client;

	private final RedisAdvancedClusterAsyncCommands<String, String> commands;

	LettuceCluster(int port) {
		this.client = RedisClusterClient.create(RedisURI.create("127.0.0.1", port));
		this.commands = this.client.connect().async();
	}

	void set(String key, String value) {
		LettuceByHand.await(this.commands.set(key, value));
	}

	@Override
	public String name() {
		return "Redis Cluster, Lettuce";
	}

	@Override
	public String get(String key) {
		return LettuceByHand.await(this.commands.get(key));
	}

	@Override
	public CompletionStage<String> getLater(String key) {
		return this.commands.get(key);
	}

	@Override
	public Object getMany(List<String> keys) {
		Map<String, String> values = new HashMap<>(keys.size() * 2);
		for (KeyValue<String, String> entry : LettuceByHand.await(this.commands.mget(keys.toArray(String[]::new)))) {
			if (entry.hasValue()) {
				values.put(entry.getKey(), entry.getValue());
			}
		}
		return values;
	}

	@Override
	public int count(Object values) {
		return ((Map<?, ?>) values).size();
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
