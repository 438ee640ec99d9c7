package dev.sm.benchmarks.cache;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import dev.sm.storage.redis.RedisNodeFactory;

/**
 * A pool of sm.
 */
final class PoolOfSm implements Contender {

	private final Pools pools;

	private final ShardedTemplate template;

	PoolOfSm(List<Integer> ports) {
		PoolSettings.Builder settings = PoolSettings.named("p");
		for (int i = 0; i < ports.size(); i++) {
			settings.node(NodeSettings.of("n" + (i + 1), "redis://127.0.0.1:" + ports.get(i), 100));
		}
		this.pools = Pools.builder()
			.nodeFactories(List.of(new RedisNodeFactory()))
			.pools(List.of(settings.build()))
			.build();
		this.template = this.pools.get("p");
	}

	ShardedTemplate template() {
		return this.template;
	}

	@Override
	public String name() {
		return "sm, ShardedTemplate";
	}

	@Override
	public String get(String key) {
		return Objects.requireNonNull(this.template.get(key, String.class));
	}

	@Override
	public CompletionStage<String> getLater(String key) {
		return this.template.async().get(key, String.class);
	}

	@Override
	public Object getMany(List<String> keys) {
		return this.template.multiGet(keys, String.class);
	}

	@Override
	public int count(Object values) {
		return ((Map<?, ?>) values).size();
	}

	@Override
	public void close() {
		this.pools.close();
	}

}
