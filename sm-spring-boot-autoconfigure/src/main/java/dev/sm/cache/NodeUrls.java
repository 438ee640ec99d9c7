package dev.sm.cache;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may be told of a node's URL.
 */
final class NodeUrls {

	private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

	private NodeUrls() {
	}

	/**
	 * The scheme of a URL, or nothing if what stands before the first colon may be a
	 * user.
	 */
	static String scheme(String url) {
		int colon = url.indexOf(':');
		if (colon < 0) {
			return "";
		}
		String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
		boolean user = url.indexOf('@') > colon && !url.contains("//") && !"jdbc".equals(scheme);
		return (user || !SCHEME.matcher(scheme).matches()) ? "" : scheme;
	}

}
