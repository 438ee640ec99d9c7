package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.storage.KeyTracking;
import dev.sm.storage.Looked;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.TrackingStorage;
import dev.sm.storage.memory.MemoryNodeFactory;

/**
 * Makes memory nodes, with URLs such as {@code tracked:NAME} that instances share, that
 * tell of changes, unless they are told not to.
 */
final class TrackedNodes implements NodeFactory {

	/** The ids of the nodes that do not tell. */
	final Set<String> silent = ConcurrentHashMap.newKeySet();

	/** The ids of the nodes that do not answer. */
	final Set<String> down = ConcurrentHashMap.newKeySet();

	private final Map<String, List<Tracked>> byUrl = new ConcurrentHashMap<>();

	private final MemoryNodeFactory memory = new MemoryNodeFactory();

	@Override
	public Set<String> schemes() {
		return Set.of("tracked");
	}

	@Override
	public NodeStorage create(NodeConfig config) {
		Tracked node = new Tracked(config.id(), config.url(), this.memory.create(new NodeConfig(config.id(),
				config.url().replace("tracked:", "memory:"), null, null, config.timeout(), null)));
		this.byUrl.computeIfAbsent(config.url(), (url) -> new ArrayList<>()).add(node);
		return node;
	}

	/** Ends all connections to a node. */
	void cut(String id) {
		this.byUrl.values().forEach((all) -> all.stream().filter((node) -> node.id.equals(id)).forEach(Tracked::again));
	}

	private final class Tracked implements TrackingStorage {

		private final String id;

		private final String url;

		private final NodeStorage node;

		private KeyTracking told;

		private Tracked(String id, String url, NodeStorage node) {
			this.id = id;
			this.url = url;
			this.node = node;
		}

		@Override
		public void track(KeyTracking tracking) {
			this.told = tracking;
			tracking.began();
		}

		private void again() {
			if (this.told != null) {
				this.told.ended();
				this.told.began();
			}
		}

		@Override
		@SuppressWarnings("unchecked")
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			if (TrackedNodes.this.down.contains(this.id)) {
				return CompletableFuture.failedFuture(new NodeUnavailableException("it is down", null));
			}
			if (command instanceof NodeCommand.GetTimed get) {
				List<Looked> found = get.keys()
					.stream()
					.map((key) -> this.node.execute(new NodeCommand.Look(key)).toCompletableFuture().join())
					.toList();
				return (CompletionStage<R>) CompletableFuture.completedFuture(found);
			}
			CompletionStage<R> answer = this.node.execute(command);
			if (command.writes() && !TrackedNodes.this.silent.contains(this.id)) {
				TrackedNodes.this.byUrl.get(this.url)
					.stream()
					.filter((other) -> other.told != null)
					.forEach((other) -> command.keys().forEach(other.told::changed));
			}
			return answer;
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
