package dev.sm.autoconfigure;

import org.jspecify.annotations.Nullable;

/** The value of a property is out of its range. */
@SuppressWarnings("serial")
final class InvalidPropertyException extends StartFailureException {

	private final String key;

	InvalidPropertyException(String key, String description, String action) {
		super(description, action, null);
		this.key = key;
	}

	/**
	 * A value that is not what it must be.
	 * @param key the property
	 * @param value its value, no secret, or {@code null} if it is missing
	 * @param expected what the value must be
	 * @return the exception
	 */
	static InvalidPropertyException of(String key, @Nullable Object value, String expected) {
		String actual = (value != null) ? "was '" + value + "'" : "is missing";
		return new InvalidPropertyException(key, "'" + key + "' must be " + expected + " (" + actual + ").",
				"Change '" + key + "' so that it is " + expected + ".");
	}

	String getKey() {
		return this.key;
	}

}
