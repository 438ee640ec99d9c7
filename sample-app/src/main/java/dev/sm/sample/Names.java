package dev.sm.sample;

import java.nio.charset.StandardCharsets;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriUtils;

import static java.util.stream.Collectors.joining;

/**
 * What a name may look like.
 */
final class Names {

	static final int MAX_LENGTH = 300;

	/** A slash, {@code counts} and a slash. */
	private static final int PREFIX = 3;

	private Names() {
	}

	/**
	 * Takes the name out of the path of a request, as it was sent: what stands for
	 * {@code {*name}} in a pattern leaves out semicolons and what follows them.
	 * @param path the path of a request to {@code /counts/NAME}
	 * @return the name
	 */
	public static String ofPath(String path) {
		String name = PathContainer.parsePath(path)
			.elements()
			.stream()
			.skip(PREFIX)
			.map(PathContainer.Element::value)
			.collect(joining());
		return check(UriUtils.decode(name, StandardCharsets.UTF_8));
	}

	static String check(String name) {
		if (name.isBlank() || name.length() > MAX_LENGTH) {
			throw new BadInputException("a name must have 1 to " + MAX_LENGTH + " characters (had " + name.length()
					+ ") and must not be blank");
		}
		if (name.chars().anyMatch((ch) -> Character.isISOControl(ch) || ch == '\uFFFD')) {
			throw new BadInputException("a name must not contain control characters and must be UTF-8");
		}
		return name;
	}

}
