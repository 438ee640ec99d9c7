package dev.sm.storage.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.sm.storage.InvalidNodeException;

/**
 * The stores that nodes of one name share inside this JVM: made for the first node that
 * is opened, forgotten with the last one that is closed.
 */
final class SharedStores {

	private static final ConcurrentHashMap<String, Shared> STORES = new ConcurrentHashMap<>();

	private SharedStores() {
	}

	static MemoryNode open(String id, MemoryUrl url, LongSupplier clock) {
		Shared shared = STORES.compute(url.name(), (name, open) -> {
			if (open == null) {
				return new Shared(new MemoryStore(url.maxEntries(), clock), 1);
			}
			if (open.store().maxEntries() != url.maxEntries()) {
				throw new InvalidNodeException(id, "'max-entries' of 'memory:" + name + "' must be "
						+ open.store().maxEntries() + ", as it is open already (was " + url.maxEntries() + ")", null);
			}
			return new Shared(open.store(), open.users() + 1);
		});
		return new MemoryNode(id, shared.store(), () -> release(url.name()));
	}

	private static void release(String name) {
		STORES.computeIfPresent(name,
				(ignored, open) -> (open.users() > 1) ? new Shared(open.store(), open.users() - 1) : null);
	}

	private record Shared(MemoryStore store, int users) {

	}

}
