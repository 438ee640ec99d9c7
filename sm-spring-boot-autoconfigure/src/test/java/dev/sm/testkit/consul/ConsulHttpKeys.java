package dev.sm.testkit.consul;

import java.util.Locale;
import java.util.Set;

/**
 * Which keys newer agents take in a path.
 */
final class ConsulHttpKeys {

	private static final Set<String> ENDINGS = Set.of(".js", ".css", ".html", ".xml", ".json", ".txt", ".log", ".php",
			".py", ".sh", ".exe", ".dll", ".pdf", ".zip", ".tar", ".gz", ".jpg", ".png", ".svg");

	private ConsulHttpKeys() {
	}

	static String invalid(String key) {
		if (key.startsWith("/")) {
			return "key must not begin with a '/'";
		}
		for (int i = 0; i < key.length(); i++) {
			char unit = key.charAt(i);
			boolean plain = (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z')
					|| (unit >= '0' && unit <= '9');
			if (!plain && ",-_./".indexOf(unit) < 0) {
				return "key contains invalid character '" + unit + "' at position " + i;
			}
		}
		return ENDINGS.stream().anyMatch(key.toLowerCase(Locale.ROOT)::endsWith)
				? "key contains suspicious file extension that may be cached by proxies" : null;
	}

}
