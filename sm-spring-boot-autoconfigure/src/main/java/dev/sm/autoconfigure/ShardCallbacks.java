package dev.sm.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.handler.DuplicateShardHandlerException;
import dev.sm.handler.ShardHandlers;
import dev.sm.handler.program.ProgramCallback;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.ShardCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Finds the shard handlers of an application and puts around them what there is. */
final class ShardCallbacks {

	private static final Logger logger = LoggerFactory.getLogger(ShardCallbacks.class);

	private final ListableBeanFactory beanFactory;

	private final String defaultService;

	private final ObjectProvider<CallbackDecorator> decorators;

	private final Map<String, URI> programs;

	/**
	 * Creates it.
	 * @param beanFactory has the handlers
	 * @param defaultService the service of handlers that name none
	 * @param decorators put something around what there is
	 * @param programs where programs serve that are told instead, by service
	 */
	ShardCallbacks(ListableBeanFactory beanFactory, String defaultService, ObjectProvider<CallbackDecorator> decorators,
			Map<String, URI> programs) {
		this.programs = programs;
		this.beanFactory = beanFactory;
		this.defaultService = defaultService;
		this.decorators = decorators;
	}

	void registerWith(OwnershipDriver driver) {
		Map<String, ShardCallback> callbacks = new TreeMap<>(
				ShardHandlers.of(this.beanFactory, this.defaultService).callbacks());
		this.programs.forEach((service, url) -> {
			ShardCallback program = new ProgramCallback(url);
			ShardCallback handler = callbacks.put(service, program);
			if (handler != null) {
				throw new DuplicateShardHandlerException(service, List.of(handler.toString(), program.toString()));
			}
		});
		driver.services()
			.stream()
			.filter((service) -> !callbacks.containsKey(service))
			.forEach(
					(service) -> logger.info("Service '{}' has no bean with @ShardHandler in this application, so that "
							+ "this instance holds none of its shards", service));
		callbacks.forEach((service, callback) -> {
			if (!driver.services().contains(service)) {
				throw new UnknownServiceException(service, callback, driver.services());
			}
			driver.register(service, decorate(service, callback));
		});
	}

	private ShardCallback decorate(String service, ShardCallback callback) {
		ShardCallback decorated = callback;
		for (CallbackDecorator decorator : this.decorators.orderedStream().toList()) {
			decorated = decorator.decorate(service, decorated);
		}
		return decorated;
	}

}
