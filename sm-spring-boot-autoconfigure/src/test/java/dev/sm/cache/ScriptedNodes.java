package dev.sm.cache;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.memory.MemoryNodeFactory;

/**
 * Memory nodes that a test can make fail, hang or answer late: {@code scripted:}.
 */
final class ScriptedNodes implements NodeFactory {

	static final String URL = "scripted:";

	private final MemoryNodeFactory memory = new MemoryNodeFactory();

	private final Map<String, Function<NodeCommand<?>, CompletionStage<?>>> scripts = new ConcurrentHashMap<>();

	private final List<NodeCommand<?>> commands = new CopyOnWriteArrayList<>();

	private final Set<String> closed = ConcurrentHashMap.newKeySet();

	static PoolSettings settings(int nodes, long timeoutMillis) {
		return TestPools.settings(Collections.nCopies(nodes, URL),
				(pool) -> pool.timeout(Duration.ofMillis(timeoutMillis)));
	}

	/**
	 * Lets a node do something else than answer; {@code null} from it means to answer.
	 */
	void script(String node, Function<NodeCommand<?>, CompletionStage<?>> script) {
		this.scripts.put(node, script);
	}

	void down(String node) {
		script(node, (command) -> CompletableFuture
			.failedFuture(new NodeUnavailableException("node '" + node + "' is down", null)));
	}

	void hang(String node) {
		script(node, (command) -> new CompletableFuture<>());
	}

	void heal(String node) {
		this.scripts.remove(node);
	}

	/** The commands of one kind that were sent to any node. */
	<C extends NodeCommand<?>> List<C> sent(Class<C> type) {
		return this.commands.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** The commands that were sent to any node, without those that warm it up. */
	List<NodeCommand<?>> sent() {
		return this.commands.stream().filter((command) -> !(command instanceof NodeCommand.Ping)).toList();
	}

	Set<String> closed() {
		return this.closed;
	}

	@Override
	public Set<String> schemes() {
		return Set.of("scripted");
	}

	@Override
	public NodeStorage create(NodeConfig config) {
		NodeConfig inner = new NodeConfig(config.id(), "memory:", null, null, config.timeout(), null);
		return new Scripted(config.id(), this.memory.create(inner));
	}

	private final class Scripted implements NodeStorage {

		private final String id;

		private final NodeStorage target;

		Scripted(String id, NodeStorage target) {
			this.id = id;
			this.target = target;
		}

		@Override
		@SuppressWarnings("unchecked")
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			ScriptedNodes.this.commands.add(command);
			Function<NodeCommand<?>, CompletionStage<?>> script = ScriptedNodes.this.scripts.get(this.id);
			CompletionStage<?> scripted = (script != null) ? script.apply(command) : null;
			return (scripted != null) ? (CompletionStage<R>) scripted : this.target.execute(command);
		}

		@Override
		public Object nativeOperations() {
			return this.target.nativeOperations();
		}

		@Override
		public void close() {
			ScriptedNodes.this.closed.add(this.id);
			this.target.close();
		}

	}

}
