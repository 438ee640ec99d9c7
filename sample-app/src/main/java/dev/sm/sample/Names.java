package dev.sm.sample;

/**
 * What a name may look like.
 */
final class Names {

	static final int MAX_LENGTH = 300;

	private Names() {
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
