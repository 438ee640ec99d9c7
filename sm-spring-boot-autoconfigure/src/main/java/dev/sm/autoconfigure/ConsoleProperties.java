package dev.sm.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The web page for operators.
 *
 * @param enabled Whether the page is served.
 * @param path Path at which the page is served.
 * @param readOnly Whether the page only shows. If not, operators can drain participants,
 * move shards, and end or abort migrations from it.
 * @param operatorRole Role that operators need, for the console and to write to
 * endpoints, where Spring Security is on the class path.
 */
record ConsoleProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/sm/console") String path,
		@DefaultValue("true") boolean readOnly, @DefaultValue("SM_OPERATOR") String operatorRole) {

	private static final Pattern PATH = Pattern.compile("(/[\\p{Alnum}._~-]+)+");

	ConsoleProperties {
		if (!PATH.matcher(path).matches()) {
			throw InvalidPropertyException.of("sm.console.path", path,
					"a path such as '/sm/console': with a leading slash, none at the end, of letters, digits, '.', '_', '~' and '-'");
		}
		if (operatorRole.isBlank()) {
			throw InvalidPropertyException.of("sm.console.operator-role", operatorRole, "the name of a role");
		}
	}

}
