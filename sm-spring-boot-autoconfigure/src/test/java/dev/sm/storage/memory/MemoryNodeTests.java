package dev.sm.storage.memory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MemoryNodeTests {

	private final AtomicLong clock = new AtomicLong();

	private final MemoryNodeFactory factory = new MemoryNodeFactory(this.clock::get);

	private final List<NodeStorage> open = new ArrayList<>();

	@AfterEach
	void close() {
		this.open.forEach(NodeStorage::close);
	}

	@Test
	void nodesOfOneNameShareTheirEntries() {
		put(node("memory:shared-a"), "k", "v");
		assertThat(get(node("memory:shared-a"), "k")).isEqualTo("v");
		assertThat(get(node("memory:shared-b"), "k")).isNull();
	}

	@Test
	void nodesWithoutNameShareNothing() {
		put(node("memory:"), "k", "v");
		assertThat(get(node("memory:"), "k")).isNull();
	}

	@Test
	void sharedEntriesLiveUntilTheLastNodeIsClosed() {
		NodeStorage first = node("memory:shared-c");
		NodeStorage second = node("memory:shared-c");
		put(first, "k", "v");
		first.close();
		first.close();
		assertThat(get(second, "k")).isEqualTo("v");
		second.close();
		assertThat(get(node("memory:shared-c"), "k")).isNull();
	}

	@Test
	void sharedNodeHasOneLimit() {
		node("memory:shared-d?max-entries=5");
		assertThatExceptionOfType(InvalidNodeException.class).isThrownBy(() -> node("memory:shared-d"))
			.withMessageContaining("node 'n1'")
			.withMessageContaining("must be 5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "memory://a", "memory:a b", "memory:a?max-entries=0", "memory:a?max-entries=",
			"memory:a?entries=5", "memory:a?max-entries=-1", "redis://localhost" })
	void badUrlIsRefused(String url) {
		assertThatExceptionOfType(InvalidNodeException.class).isThrownBy(() -> node(url))
			.withMessageContaining("node 'n1'")
			.withMessageContaining("must be 'memory:'");
	}

	@Test
	void entriesBeyondTheLimitAreEvicted() {
		NodeStorage node = node("memory:?max-entries=100");
		for (int i = 0; i < 1000; i++) {
			put(node, "k" + i, "v");
		}
		assertThat(map(node)).hasSize(100);
	}

	@Test
	void whatIsReadStays() {
		NodeStorage node = node("memory:?max-entries=100");
		put(node, "precious", "v");
		for (int i = 0; i < 1000; i++) {
			assertThat(get(node, "precious")).as("after %d others", i).isEqualTo("v");
			put(node, "k" + i, "v");
		}
	}

	@Test
	void fencesAreNotEvicted() {
		NodeStorage node = node("memory:?max-entries=10");
		execute(node, new NodeCommand.RaiseFence(new Fence("orders/1", 5)));
		for (int i = 0; i < 100; i++) {
			put(node, "k" + i, "v");
		}
		assertThat(node.execute(new NodeCommand.RaiseFence(new Fence("orders/1", 4))).toCompletableFuture())
			.failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(FencedOffException.class);
	}

	@Test
	void expiredEntriesAreRemovedByLaterWrites() {
		NodeStorage node = node("memory:");
		for (int i = 0; i < 100; i++) {
			execute(node, new NodeCommand.Put(List.of(new KeyValue(bytes("k" + i), bytes("v"))), Duration.ofSeconds(1),
					null));
		}
		this.clock.addAndGet(1000);
		for (int i = 0; i < 60; i++) {
			put(node, "other", "v");
		}
		assertThat(map(node).size()).isEqualTo(1);
	}

	@Test
	void nativeOperationsAreAMap() {
		NodeStorage node = node("memory:");
		Map<String, byte[]> map = map(node);
		map.put("k", bytes("v"));
		assertThat(get(node, "k")).isEqualTo("v");
		assertThat(map.keySet()).containsExactly("k");
		assertThat(map.remove("k")).isEqualTo(bytes("v"));
		assertThat(get(node, "k")).isNull();
	}

	@Test
	void nativeOperationsKeepOffReservedKeys() {
		Map<String, byte[]> map = map(node("memory:"));
		assertThatIllegalArgumentException().isThrownBy(() -> map.put("sm:node", bytes("v")));
	}

	private NodeStorage node(String url) {
		NodeStorage node = this.factory.create(new NodeConfig("n1", url, null, null, Duration.ofSeconds(2), null));
		this.open.add(node);
		return node;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, byte[]> map(NodeStorage node) {
		return (Map<String, byte[]>) node.nativeOperations();
	}

	private static void put(NodeStorage node, String key, String value) {
		execute(node, NodeCommand.Put.of(bytes(key), bytes(value)));
	}

	private static String get(NodeStorage node, String key) {
		byte[] value = execute(node, NodeCommand.Get.of(bytes(key))).get(0);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

	private static <R> R execute(NodeStorage node, NodeCommand<R> command) {
		return node.execute(command).toCompletableFuture().join();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
