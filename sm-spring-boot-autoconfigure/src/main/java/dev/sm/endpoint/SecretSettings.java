package dev.sm.endpoint;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Keeps passwords and tokens of sm's properties, and URLs that may carry some, from
 * endpoints that were told to show values of properties.
 */
public final class SecretSettings implements SanitizingFunction {

	private static final Set<String> SECRETS = Set.of("password", "token");

	private static final Pattern OWN = Pattern.compile("sm[._].+");

	/** With a user, or with settings, of which drivers take passwords. */
	private static final Pattern TELLING = Pattern.compile("(?s).*(?:@|[?;]).*");

	@Override
	public SanitizableData apply(SanitizableData data) {
		String key = data.getKey().toLowerCase(Locale.ROOT);
		Object value = data.getValue();
		if (value == null || !OWN.matcher(key).matches()) {
			return data;
		}
		boolean secret = SECRETS.contains(key.substring(Math.max(key.lastIndexOf('.'), key.lastIndexOf('_')) + 1));
		boolean url = value.toString().contains(":") && TELLING.matcher(value.toString()).matches();
		return (secret || url) ? data.withSanitizedValue() : data;
	}

}
