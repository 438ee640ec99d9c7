package dev.sm.autoconfigure;

import dev.sm.handler.ShardHandlers;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.ShardCallback;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Finds the shard handlers of an application and puts around them what there is. */
final class ShardCallbacks {

	private final ListableBeanFactory beanFactory;

	private final String defaultService;

	private final ObjectProvider<CallbackDecorator> decorators;

	ShardCallbacks(ListableBeanFactory beanFactory, String defaultService,
			ObjectProvider<CallbackDecorator> decorators) {
		this.beanFactory = beanFactory;
		this.defaultService = defaultService;
		this.decorators = decorators;
	}

	void registerWith(OwnershipDriver driver) {
		ShardHandlers.of(this.beanFactory, this.defaultService).callbacks().forEach((service, callback) -> {
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
