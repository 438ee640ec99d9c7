package dev.sm.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.sm.cache.CacheListener;

/**
 * Tells of what happens to pools and their nodes. Thread-safe.
 */
public final class PoolEvents implements CacheListener {

	private final Consumer<SmEvent> events;

	private final Map<String, Map<String, Integer>> weights = new ConcurrentHashMap<>();

	/**
	 * Creates it.
	 * @param events is told; must not block
	 */
	public PoolEvents(Consumer<SmEvent> events) {
		this.events = events;
	}

	@Override
	public void onCommand(String pool, String node, String operation, Outcome outcome, long nanos) {
	}

	@Override
	public void onEvent(String pool, String node, Event event) {
		if (event == Event.OPENED) {
			this.events.accept(new NodeEvent(pool, node, NodeEvent.Kind.OPENED));
		}
		else if (event == Event.CLOSED) {
			this.events.accept(new NodeEvent(pool, node, NodeEvent.Kind.CLOSED));
		}
	}

	@Override
	public void onStep(String pool, long migration, String step, Map<String, Integer> next) {
		this.events.accept(new MigrationEvent(pool, migration, step));
		if (step.equals("STABLE") && !next.equals(this.weights.put(pool, next))) {
			this.events.accept(new PoolEvent(pool, next));
		}
	}

}
