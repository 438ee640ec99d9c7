package dev.sm.cache;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.memory.MemoryNodeFactory;

/**
 * Makes memory nodes, with URLs such as {@code switched:}, that can be switched off.
 */
public final class SwitchedNodes implements NodeFactory {

	/** The ids of the nodes that do not answer. */
	public final Set<String> down = ConcurrentHashMap.newKeySet();

	private final MemoryNodeFactory memory = new MemoryNodeFactory();

	/**
	 * Makes pools with nodes of this kind.
	 * @param listener is told of commands
	 * @param settings the pools
	 * @return the pools
	 */
	public Pools open(CacheListener listener, PoolSettings... settings) {
		return TestPools.builder(this).listener(listener).pools(List.of(settings)).build();
	}

	/**
	 * Makes pools with nodes of this kind.
	 * @param rules which of them a key belongs to
	 * @param settings the pools
	 * @return the pools
	 */
	public Pools open(PrefixRules rules, PoolSettings... settings) {
		return TestPools.builder(this).rules(rules).pools(List.of(settings)).build();
	}

	@Override
	public Set<String> schemes() {
		return Set.of("switched");
	}

	@Override
	public NodeStorage create(NodeConfig config) {
		NodeStorage node = this.memory
			.create(new NodeConfig(config.id(), "memory:", null, null, config.timeout(), null));
		return new Switched(config.id(), node);
	}

	private final class Switched implements NodeStorage {

		private final String id;

		private final NodeStorage node;

		private Switched(String id, NodeStorage node) {
			this.id = id;
			this.node = node;
		}

		@Override
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			return SwitchedNodes.this.down.contains(this.id)
					? CompletableFuture.failedFuture(new NodeUnavailableException("switched off", null))
					: this.node.execute(command);
		}

		@Override
		public Object nativeOperations() {
			return this.node.nativeOperations();
		}

		@Override
		public void close() {
			this.node.close();
		}

	}

}
