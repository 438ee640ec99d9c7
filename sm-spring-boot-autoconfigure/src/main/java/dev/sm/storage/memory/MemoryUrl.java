package dev.sm.storage.memory;

import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeConfig;

/**
 * What the URL of a memory node says.
 *
 * @param name under which the node is shared inside the JVM; empty for a private one
 * @param maxEntries how many entries it holds at most
 */
record MemoryUrl(String name, long maxEntries) {

	private static final String SCHEME = "memory:";

	private static final String LIMIT = "max-entries=";

	private static final long DEFAULT_MAX_ENTRIES = 1_000_000;

	static MemoryUrl of(NodeConfig config) {
		String url = config.url();
		if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			throw invalid(config);
		}
		String rest = url.substring(SCHEME.length());
		int query = rest.indexOf('?');
		String name = (query < 0) ? rest : rest.substring(0, query);
		if (!name.matches("[A-Za-z0-9._-]*")) {
			throw invalid(config);
		}
		return new MemoryUrl(name, (query < 0) ? DEFAULT_MAX_ENTRIES : limit(config, rest.substring(query + 1)));
	}

	private static long limit(NodeConfig config, String query) {
		String digits = query.startsWith(LIMIT) ? query.substring(LIMIT.length()) : "";
		if (!digits.matches("[1-9][0-9]{0,9}")) {
			throw invalid(config);
		}
		return Long.parseLong(digits);
	}

	private static InvalidNodeException invalid(NodeConfig config) {
		return new InvalidNodeException(config.id(),
				"its URL must be 'memory:' (private) or 'memory:NAME' (shared inside this JVM; letters, digits, '.', '_' and '-'),"
						+ " optionally with '?max-entries=N', N from 1 to 9999999999",
				null);
	}

}
