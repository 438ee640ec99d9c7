package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeSize;

/**
 * Asks nodes how much they hold, all at once, and does not wait for long.
 */
final class NodeSizes {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private NodeSizes() {
	}

	/**
	 * Asks nodes.
	 * @param nodes the nodes
	 * @param prefix what the pool's keys start with
	 * @return what was answered in time, by the id of the node
	 */
	static Map<String, NodeSize> ask(List<PoolNode> nodes, byte[] prefix) {
		Map<String, NodeSize> sizes = new ConcurrentHashMap<>();
		List<CompletableFuture<?>> asked = new ArrayList<>();
		for (PoolNode node : nodes) {
			asked.add(node.send(new MigrationCommand.Measure(prefix), null)
				.handle((size, failure) -> (size != null) ? sizes.put(node.id(), size) : null));
		}
		try {
			CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
				.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return Map.copyOf(sizes);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return Map.copyOf(sizes);
	}

}
