package dev.sm.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.sm.autoconfigure.KnownProperties.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Matches environment variables with known properties. A dot and a dash may both be an
 * underscore, so that a variable is known if there is any way to read it as a property.
 * One is called unknown only if it starts with a group of ours, such as
 * {@code SM_CACHE_}, and is none of those that Kubernetes makes for a service of that
 * name.
 */
final class EnvironmentVariables {

	private static final Pattern OF_KUBERNETES = Pattern
		.compile(".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?");

	private final KnownProperties known;

	EnvironmentVariables(KnownProperties known) {
		this.known = known;
	}

	/**
	 * Looks at a variable.
	 * @param variable its name
	 * @return the names of the key that it seems to stand for if that is unknown, else
	 * {@code null}
	 */
	@Nullable List<String> unknownName(String variable) {
		String upper = variable.toUpperCase(Locale.ROOT);
		if (!upper.startsWith("SM_") || OF_KUBERNETES.matcher(upper).matches()) {
			return null;
		}
		List<String> words = Arrays.asList(upper.substring(3).toLowerCase(Locale.ROOT).split("_"));
		KnownProperties group = this.known.children().get(words.get(0));
		if (group == null || group.kind() != Kind.GROUP || words.size() < 2 || matches(this.known, words)) {
			return null;
		}
		return key(this.known, words);
	}

	private static boolean matches(KnownProperties property, List<String> words) {
		if (words.isEmpty()) {
			return property.kind() == Kind.VALUE || property.kind() == Kind.LIST;
		}
		for (int count = 1; count <= words.size(); count++) {
			KnownProperties child = property.child(String.join("", words.subList(0, count)));
			if (child != null && matches(child, words.subList(count, words.size()))) {
				return true;
			}
		}
		return false;
	}

	/** Reads words as a key as far as they are one, and joins the rest by dashes. */
	private static List<String> key(KnownProperties property, List<String> words) {
		List<String> names = new ArrayList<>();
		KnownProperties current = property;
		List<String> rest = words;
		while (!rest.isEmpty()) {
			String name = longestChild(current, rest);
			KnownProperties child = (name != null) ? current.child(name) : null;
			if (name == null || child == null) {
				names.add(String.join("-", rest));
				break;
			}
			names.add(name);
			rest = rest.subList(name.split("-").length, rest.size());
			current = child;
		}
		return names;
	}

	private static @Nullable String longestChild(KnownProperties property, List<String> words) {
		if (property.kind() == Kind.MAP) {
			return words.get(0);
		}
		return property.children()
			.entrySet()
			.stream()
			.map(Map.Entry::getKey)
			.filter((name) -> (String.join("-", words) + "-").startsWith(name + "-"))
			.max((left, right) -> left.length() - right.length())
			.orElse(null);
	}

}
