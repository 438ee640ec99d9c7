package dev.sm.pushgateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.springframework.web.util.UriUtils;

/**
 * What a Pushgateway groups metrics by: the labels of a path such as
 * {@code /metrics/job/backup/instance/db1}. Paths that name the same labels, in whatever
 * order and form, are one group. Immutable.
 *
 * @param labels the labels, {@code job} among them
 */
public record GroupKey(SortedMap<String, String> labels) {

	private static final String PREFIX = "/metrics/";

	private static final String JOB = "job";

	private static final String BASE64 = "@base64";

	public GroupKey {
		labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
	}

	/**
	 * Makes a group of labels as a gateway lists them.
	 * @param labels the labels
	 * @return the group
	 */
	public static GroupKey of(Map<String, String> labels) {
		return new GroupKey(new TreeMap<>(labels));
	}

	/**
	 * Reads a path.
	 * @param path the path as it was sent, percent-encoded
	 * @return the group
	 * @throws IllegalArgumentException if a gateway would refuse it as well
	 */
	public static GroupKey parse(String path) {
		String decoded = UriUtils.decode(path, StandardCharsets.UTF_8);
		if (!decoded.startsWith(PREFIX + JOB)) {
			throw new IllegalArgumentException("a path of metrics must start with '/metrics/job/'");
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(decoded)) {
			throw new IllegalArgumentException("a path of metrics must not contain half of a surrogate pair");
		}
		String rest = decoded.substring(PREFIX.length());
		String[] parts = (rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest).split("/", -1);
		if (parts.length % 2 != 0) {
			throw new IllegalArgumentException("each label of a group must have a value");
		}
		TreeMap<String, String> labels = new TreeMap<>();
		for (int i = 0; i < parts.length; i += 2) {
			boolean encoded = parts[i].endsWith(BASE64);
			String name = encoded ? parts[i].substring(0, parts[i].length() - BASE64.length()) : parts[i];
			if ((i == 0) != name.equals(JOB) || name.isEmpty()) {
				throw new IllegalArgumentException("the labels of a group must have names, 'job' first and once");
			}
			labels.put(name, encoded ? decode(parts[i + 1]) : parts[i + 1]);
		}
		if (labels.getOrDefault(JOB, "").isEmpty()) {
			throw new IllegalArgumentException("'job' of a group must not be empty");
		}
		return new GroupKey(labels);
	}

	/** With or without padding; an empty value is written as padding alone. */
	private static String decode(String value) {
		String unpadded = value.replaceAll("=+$", "");
		return new String(Base64.getUrlDecoder().decode(unpadded), StandardCharsets.UTF_8);
	}

	/**
	 * The key that is placed: the plain path with its labels in order, which is what
	 * clients send that sort them and encode nothing.
	 * @return the key
	 */
	public String canonical() {
		StringBuilder text = new StringBuilder(PREFIX).append(JOB).append('/').append(this.labels.get(JOB));
		this.labels.forEach((name, value) -> {
			if (!name.equals(JOB)) {
				text.append('/').append(name).append('/').append(value);
			}
		});
		return text.toString();
	}

	/**
	 * A path of this group that needs no encoding.
	 * @return the path
	 */
	public String path() {
		StringBuilder text = new StringBuilder(PREFIX);
		append(text, JOB, this.labels.getOrDefault(JOB, ""));
		this.labels.forEach((name, value) -> {
			if (!name.equals(JOB)) {
				append(text.append('/'), name, value);
			}
		});
		return text.toString();
	}

	private static void append(StringBuilder text, String name, String value) {
		String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
		text.append(UriUtils.encodePathSegment(name, StandardCharsets.UTF_8))
			.append(BASE64)
			.append('/')
			.append(encoded.isEmpty() ? "=" : encoded);
	}

}
