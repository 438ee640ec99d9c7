package dev.sm.testkit;

import java.util.List;
import java.util.Map;

import dev.sm.handler.ShardHandlers;
import dev.sm.manager.ShardCallback;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * The application context of one simulated participant, and its handler.
 */
final class ParticipantBeans implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final ShardCallback callback;

	ParticipantBeans(String participantId, String service, VirtualClock clock, ApplicationContext parent,
			List<Class<?>> classes) {
		if (parent != null) {
			this.context.setParent(parent);
		}
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("participant",
					Map.of("sm.participant.id", participantId, "sm.service", service)));
		this.context.registerBean("virtualClock", VirtualClock.class, () -> clock, (bean) -> bean.setPrimary(true));
		this.context.register(classes.toArray(Class<?>[]::new));
		this.context.refresh();
		Map<String, ShardCallback> callbacks = ShardHandlers.of(this.context, service).callbacks();
		if (!callbacks.containsKey(service)) {
			this.context.close();
			throw new IllegalArgumentException("one of " + classes + " must be a @ShardHandler of service '" + service
					+ "' (there are handlers of " + callbacks.keySet() + ")");
		}
		this.callback = callbacks.get(service);
	}

	ShardCallback callback() {
		return this.callback;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
