package dev.sm.autoconfigure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.sm.cache.NodeSettings;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Finds the Redis that the user configured for Boot. The connection to localhost that
 * Boot makes when nothing is configured does not count.
 */
final class ConfiguredRedis {

	private static final String BOOT = "org.springframework.boot.data.redis.autoconfigure.";

	private static final String CONNECTION_DETAILS = BOOT + "DataRedisConnectionDetails";

	private static final List<String> PLACES = List.of("host", "url", "sentinel", "cluster", "masterreplica");

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	ConfiguredRedis(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	/**
	 * Finds it.
	 * @param factoryType the type of connection factories
	 * @param factoryUrl the URL of the node that uses the application's connection
	 * factory
	 * @param propertiesPrefix what the URL of a node of Boot's properties begins with
	 * @return the node, if there is one
	 */
	Optional<NodeSettings> find(Class<?> factoryType, String factoryUrl, String propertiesPrefix) {
		boolean byProperties = PLACES.stream().anyMatch(this::isSet);
		List<String> factories = names(factoryType);
		if (factories.isEmpty()) {
			return byProperties ? Optional.of(ofProperties(propertiesPrefix)) : Optional.empty();
		}
		boolean configured = byProperties || factories.stream().anyMatch((name) -> !isMadeByBoot(name))
				|| hasConnectionDetails();
		return configured ? Optional.of(NodeSettings.of("redis", factoryUrl, NodeSettings.DEFAULT_WEIGHT))
				: Optional.empty();
	}

	private boolean isSet(String place) {
		Binder binder = Binder.get(this.environment);
		String name = "spring.data.redis." + place;
		return binder.bind(name, String.class).isBound()
				|| binder.bind(name, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	private List<String> names(Class<?> type) {
		return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false));
	}

	private boolean hasConnectionDetails() {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		if (!ClassUtils.isPresent(CONNECTION_DETAILS, classLoader)) {
			return false;
		}
		return names(ClassUtils.resolveClassName(CONNECTION_DETAILS, classLoader)).stream()
			.anyMatch((name) -> !isMadeByBoot(name));
	}

	private boolean isMadeByBoot(String name) {
		if (!this.beanFactory.containsBeanDefinition(name)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(name);
		return definition.getFactoryMethodName() != null
				&& Stream.of(definition.getFactoryBeanName(), definition.getBeanClassName())
					.anyMatch((source) -> source != null && source.startsWith(BOOT));
	}

	/** Without Boot's own module for Redis, which would make a connection factory. */
	private NodeSettings ofProperties(String prefix) {
		for (String place : List.of("sentinel", "cluster", "masterreplica")) {
			if (isSet(place)) {
				throw new MissingClientException("spring.data.redis." + place, "...",
						List.of("org.springframework.boot:spring-boot-data-redis"));
			}
		}
		String url = get("url", "");
		if (url.isEmpty()) {
			String scheme = get("ssl.enabled", "false").equals("true") ? "rediss" : "redis";
			url = scheme + "://" + get("host", "localhost") + ":" + get("port", "6379") + "/" + get("database", "0");
		}
		return new NodeSettings("redis", prefix + url, NodeSettings.DEFAULT_WEIGHT, null, null,
				this.environment.getProperty("spring.data.redis.username"),
				this.environment.getProperty("spring.data.redis.password"), null);
	}

	private String get(String name, String fallback) {
		return this.environment.getProperty("spring.data.redis." + name, fallback);
	}

}
