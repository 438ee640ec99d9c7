package dev.sm.storage.memory;

import java.util.Set;
import java.util.function.LongSupplier;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;

/**
 * Makes nodes inside this JVM. {@code memory:NAME} is one node for all that open it by
 * this name, for as long as one of them has it open; {@code memory:} is a node of its
 * own.
 * <p>
 * A node holds at most {@code max-entries} entries (query parameter, 1,000,000 unless
 * told), however large; beyond that, entries that were not read lately are evicted.
 * Fences are not entries and are never evicted. Its native operations are a
 * {@code Map<String, byte[]>}.
 */
public final class MemoryNodeFactory implements NodeFactory {

	private final LongSupplier clock;

	/**
	 * Makes nodes that live by the JVM's monotonic clock.
	 */
	public MemoryNodeFactory() {
		this(MemoryClockDriver::millis);
	}

	/**
	 * Makes nodes that live by a clock of the caller's.
	 * @param clock milliseconds since any fixed moment, never going back
	 */
	public MemoryNodeFactory(LongSupplier clock) {
		this.clock = clock;
	}

	@Override
	public Set<String> schemes() {
		return Set.of("memory");
	}

	@Override
	public NodeStorage create(NodeConfig config) {
		MemoryUrl url = MemoryUrl.of(config);
		if (url.name().isEmpty()) {
			return new MemoryNode(config.id(), new MemoryStore(url.maxEntries(), this.clock), () -> {
			});
		}
		return SharedStores.open(config.id(), url, this.clock);
	}

}
