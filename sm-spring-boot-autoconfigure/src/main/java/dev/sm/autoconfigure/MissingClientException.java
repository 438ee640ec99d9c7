package dev.sm.autoconfigure;

import java.util.List;

/** What a property chooses needs a library that is not on the class path. */
@SuppressWarnings("serial")
final class MissingClientException extends StartFailureException {

	private final List<String> coordinates;

	MissingClientException(String key, String value, List<String> coordinates) {
		super("'" + key + "' is '" + value + "', and the client library that this needs is not on the class path.",
				"Add " + String.join(" and ", coordinates) + " to the dependencies, or change '" + key + "'.", null);
		this.coordinates = List.copyOf(coordinates);
	}

	List<String> getCoordinates() {
		return this.coordinates;
	}

}
