package dev.sm.cache;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.sm.cache.json.JsonCacheCodec;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.memory.MemoryNodeFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes pools for tests.
 */
final class TestPools {

	private TestPools() {
	}

	/** The settings of a pool {@code p} with one node per URL: n1, n2, ... */
	static PoolSettings settings(List<String> urls, UnaryOperator<PoolSettings.Builder> change) {
		PoolSettings.Builder builder = PoolSettings.named("p");
		for (int i = 0; i < urls.size(); i++) {
			builder.node(NodeSettings.of("n" + (i + 1), urls.get(i), 100).index(i));
		}
		return change.apply(builder).build();
	}

	static PoolSettings memory(int nodes, UnaryOperator<PoolSettings.Builder> change) {
		return settings(Collections.nCopies(nodes, "memory:"), change);
	}

	static PoolSettings memory(int nodes) {
		return memory(nodes, UnaryOperator.identity());
	}

	static PoolsBuilder builder(NodeFactory... factories) {
		return Pools.builder()
			.nodeFactories(List.of(factories))
			.nodeFactories(List.of(new MemoryNodeFactory()))
			.codec(new JsonCacheCodec(JsonMapper.builder().build()));
	}

	static Pools open(PoolSettings settings, NodeFactory... factories) {
		return builder(factories).pools(List.of(settings)).build();
	}

	/** Never keeps operations from a node. */
	static NodeHealth patientHealth() {
		return new NodeHealth(
				new HealthSettings(Integer.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(1), Integer.MAX_VALUE),
				Long.MAX_VALUE, () -> 0);
	}

	/** A key that is placed on a node. */
	static String keyOn(ShardedTemplate template, String node) {
		return keyOn(template, node, 0);
	}

	/** A key that is placed on a node, another one for another number. */
	static String keyOn(ShardedTemplate template, String node, int number) {
		int found = 0;
		for (int i = 0; i < 100_000; i++) {
			String key = "key-" + i;
			if (template.nodeFor(key).equals(node) && found++ == number) {
				return key;
			}
		}
		throw new IllegalStateException("no key for " + node);
	}

}
