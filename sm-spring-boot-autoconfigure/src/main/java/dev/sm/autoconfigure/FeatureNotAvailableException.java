package dev.sm.autoconfigure;

/** A property asks for something that this version of sm cannot do yet. */
@SuppressWarnings("serial")
final class FeatureNotAvailableException extends StartFailureException {

	private final String key;

	FeatureNotAvailableException(String key, Object value, String action) {
		super("'" + key + "' is '" + value + "', which this version of sm does not offer yet.", action, null);
		this.key = key;
	}

	String getKey() {
		return this.key;
	}

}
