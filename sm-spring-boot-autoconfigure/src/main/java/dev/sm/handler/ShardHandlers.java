package dev.sm.handler;

import java.util.Collections;
import java.util.List;
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
	 * Finds the handlers of a bean factory, lazy ones included, and creates those that
	 * are not there yet. To be called when the singletons are there. A lazy bean that is
	 * made by a method has to be declared by a type that has the annotation.
	 * @param beanFactory the bean factory
	 * @param defaultService the service of handlers that name none
	 * @return the handlers
	 * @throws InvalidShardHandlerException if a handler's methods cannot be called
	 * @throws DuplicateShardHandlerException if a service has two handlers
	 */
	public static ShardHandlers of(ListableBeanFactory beanFactory, String defaultService) {
		ShardHandlerBeans beans = new ShardHandlerBeans(beanFactory);
		Map<String, ShardCallback> callbacks = new TreeMap<>();
		for (String name : beans.names()) {
			Object bean = beans.bean(name);
			Class<?> type = beans.type(bean);
			String description = "bean '" + name + "' of class " + type.getName();
			ShardCallback callback = new BeanShardCallback(description, HandlerMethods.of(type, bean));
			String service = beans.service(name, type, defaultService);
			ShardCallback other = callbacks.put(service, callback);
			if (other != null) {
				throw new DuplicateShardHandlerException(service, List.of(other.toString(), description));
			}
		}
		return new ShardHandlers(callbacks);
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
