package dev.sm.benchmarks.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.MaintNotificationsConfig;

/**
 * Lettuce with a connection to each server, or with one to twemproxy.
 */
final class LettuceByHand implements Contender {

	private final String name;

	private final RedisClient client;

	private final List<RedisAsyncCommands<String, String>> servers = new ArrayList<>();

	LettuceByHand(String name, List<Integer> ports, boolean plain) {
		this.name = name;
		this.client = RedisClient.create();
		if (plain) {
			this.client.setOptions(ClientOptions.builder()
				.protocolVersion(ProtocolVersion.RESP2)
				.pingBeforeActivateConnection(false)
				.maintNotificationsConfig(MaintNotificationsConfig.disabled())
				.build());
		}
		for (int port : ports) {
			RedisURI uri = RedisURI.create("127.0.0.1", port);
			if (plain) {
				uri.setLibraryName("");
				uri.setLibraryVersion("");
			}
			this.servers.add(this.client.connect(uri).async());
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String get(String key) {
		return await(getLater(key));
	}

	@Override
	public RedisFuture<String> getLater(String key) {
		return this.servers.get((this.servers.size() > 1) ? Split.of(key, this.servers.size()) : 0).get(key);
	}

	@Override
	public Object getMany(List<String> keys) {
		List<List<String>> parts = (this.servers.size() > 1) ? Split.all(keys, this.servers.size()) : List.of(keys);
		List<RedisFuture<List<KeyValue<String, String>>>> sent = new ArrayList<>(parts.size());
		for (int i = 0; i < parts.size(); i++) {
			if (!parts.get(i).isEmpty()) {
				sent.add(this.servers.get(i).mget(parts.get(i).toArray(String[]::new)));
			}
		}
		Map<String, String> values = new HashMap<>(keys.size() * 2);
		for (RedisFuture<List<KeyValue<String, String>>> answer : sent) {
			for (KeyValue<String, String> entry : await(answer)) {
				if (entry.hasValue()) {
					values.put(entry.getKey(), entry.getValue());
				}
			}
		}
		return values;
	}

	@Override
	public int count(Object values) {
		return ((Map<?, ?>) values).size();
	}

	static <T> T await(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(2, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
