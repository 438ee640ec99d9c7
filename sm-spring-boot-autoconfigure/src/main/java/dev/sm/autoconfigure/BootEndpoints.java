package dev.sm.autoconfigure;

import java.util.regex.Pattern;

/**
 * What Spring MVC calls where a path is an endpoint's.
 */
final class BootEndpoints {

	private static final Pattern PACKAGES = Pattern.compile("org\\.springframework\\.boot\\.(.*\\.)?actuate\\..*");

	private BootEndpoints() {
	}

	/** Whether a type is one of those of Spring Boot that call endpoints. */
	static boolean isOne(Class<?> type) {
		return PACKAGES.matcher(type.getName()).matches();
	}

}
