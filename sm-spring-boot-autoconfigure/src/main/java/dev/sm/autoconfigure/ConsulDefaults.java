package dev.sm.autoconfigure;

import java.util.Map;

import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Leaves Spring Cloud Consul switched off where nobody has asked for it: by default it
 * registers the application as soon as it is on the class path, and fails the start
 * without a Consul. Anything below {@code spring.cloud.consul} counts as asking, and so
 * does Consul as coordination store.
 */
final class ConsulDefaults implements EnvironmentPostProcessor, Ordered {

	private static final String PREFIX = "spring.cloud.consul";

	private static final String SOURCE = "smConsulDefaults";

	private final Log logger;

	ConsulDefaults(DeferredLogFactory logs) {
		this.logger = logs.getLog(ConsulDefaults.class);
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		ClassLoader classLoader = application.getClassLoader();
		if (!ClassUtils.isPresent("org.springframework.cloud.consul.ConsulProperties", classLoader)
				|| environment.getPropertySources().contains(SOURCE) || isWanted(environment)) {
			return;
		}
		environment.getPropertySources().addLast(new MapPropertySource(SOURCE, Map.of(PREFIX + ".enabled", false)));
		this.logger.info("Spring Cloud Consul stays off, since nothing below '" + PREFIX
				+ "' is set and Consul is not the coordination store; set '" + PREFIX + ".enabled' to have it");
	}

	private static boolean isWanted(ConfigurableEnvironment environment) {
		return "false".equalsIgnoreCase(environment.getProperty("sm.enabled"))
				|| "consul".equalsIgnoreCase(environment.getProperty("sm.coordination.type"))
				|| Binder.get(environment).bind(PREFIX, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
