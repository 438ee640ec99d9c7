package dev.sm.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.autoconfigure.UnknownPropertyException.UnknownProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses keys below {@code sm} that bind to nothing, wherever they come from. Names of
 * environment variables are ambiguous, and an unrelated one may start with {@code SM_}
 * too, so these are looked at more leniently. Keys below {@code sm.test} are left to
 * tests.
 */
final class UnknownPropertiesCheck {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("sm");

	private static final String TESTS = "test";

	private final KnownProperties known = KnownProperties.of(SmProperties.class);

	private final Map<String, UnknownProperty> unknown = new TreeMap<>();

	private UnknownPropertiesCheck() {
	}

	/**
	 * Checks all sources of an environment that can be enumerated.
	 * @param environment the environment
	 * @throws UnknownPropertyException if there are unknown keys
	 */
	static void check(Environment environment) {
		UnknownPropertiesCheck check = new UnknownPropertiesCheck();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			check.checkSource(source);
		}
		if (!check.unknown.isEmpty()) {
			throw new UnknownPropertyException(check.unknown);
		}
	}

	private void checkSource(ConfigurationPropertySource source) {
		if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
			checkVariables(variables);
		}
		else if (source instanceof IterableConfigurationPropertySource iterable) {
			for (ConfigurationPropertyName name : iterable) {
				if (ROOT.isAncestorOf(name)) {
					checkName(source, name);
				}
			}
		}
	}

	private void checkVariables(PropertySource<?> source) {
		EnvironmentVariables variables = new EnvironmentVariables(this.known);
		for (String variable : ((SystemEnvironmentPropertySource) source).getPropertyNames()) {
			List<String> names = variables.unknownName(variable);
			if (names != null) {
				add(variable, names, "environment variable");
			}
		}
	}

	private void checkName(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		KnownProperties property = this.known;
		List<String> names = new ArrayList<>();
		for (int index = 1; index < name.getNumberOfElements(); index++) {
			names.add(name.getElement(index, Form.DASHED));
			property = (property != null) ? property.child(name.getElement(index, Form.DASHED)) : null;
		}
		if (property == null && !TESTS.equals(names.get(0))) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			add("sm." + String.join(".", names), names, origin(source, found));
		}
	}

	private void add(String key, List<String> names, String origin) {
		String nearest = NearestName.ofKey(names, this.known.values(names)).orElseThrow();
		this.unknown.putIfAbsent(key, new UnknownProperty("sm." + nearest, origin));
	}

	private static String origin(ConfigurationPropertySource source, @Nullable ConfigurationProperty found) {
		if (found != null && found.getOrigin() != null) {
			return found.getOrigin().toString();
		}
		Object underlying = source.getUnderlyingSource();
		return (underlying instanceof PropertySource<?> propertySource) ? propertySource.getName()
				: "an unnamed source";
	}

}
