package dev.sm.routing.key;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * One segment of the path, decoded.
 *
 * @param number which one, from 1
 */
record PathSegment(int number) implements RequestKey {

	@Override
	public @Nullable String of(RequestView request) {
		String[] segments = request.path().split("/", -1);
		return (this.number < segments.length && !segments[this.number].isEmpty()) ? decode(segments[this.number])
				: null;
	}

	private static String decode(String segment) {
		try {
			return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// no escape, so it stands for itself
			return segment;
		}
	}

}
