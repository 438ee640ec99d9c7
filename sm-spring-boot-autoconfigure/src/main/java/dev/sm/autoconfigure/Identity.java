package dev.sm.autoconfigure;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Who this instance is, where the configuration does not say.
 */
final class Identity {

	private static final String APPLICATION = "application";

	private static final int MAX_NAME = 180;

	private Identity() {
	}

	/**
	 * The service whose shards the application owns.
	 * @param properties the configuration
	 * @param environment has the application's name
	 * @return {@code sm.service}, else the application's name
	 */
	static String service(SmProperties properties, Environment environment) {
		String service = properties.service();
		if (StringUtils.hasText(service)) {
			return service;
		}
		String name = applicationName(environment);
		PropertyChecks.checkService("spring.application.name", name);
		return name;
	}

	/**
	 * Whether nothing says what the application's service is called.
	 * @param properties the configuration
	 * @param environment has the application's name
	 * @return whether it goes by the name of all applications without one
	 */
	static boolean isUnnamed(SmProperties properties, Environment environment) {
		return !StringUtils.hasText(properties.service())
				&& !StringUtils.hasText(environment.getProperty("spring.application.name"));
	}

	/**
	 * The id of this instance among all live ones.
	 * @param configured {@code sm.participant.id}
	 * @param environment has the application's name
	 * @return the configured id, else the application's name and a random part
	 */
	static String participantId(@Nullable String configured, Environment environment) {
		if (StringUtils.hasText(configured)) {
			return configured;
		}
		String name = applicationName(environment).replaceAll("[^\\p{L}\\p{N}._\\-:@+=]", "-");
		String random = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
		return name.substring(0, Math.min(name.length(), MAX_NAME)) + "-" + random;
	}

	private static String applicationName(Environment environment) {
		String name = environment.getProperty("spring.application.name");
		return StringUtils.hasText(name) ? name : APPLICATION;
	}

}
