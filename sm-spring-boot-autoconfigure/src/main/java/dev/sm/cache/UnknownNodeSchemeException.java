package dev.sm.cache;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * No node factory knows the scheme of a node's URL.
 */
@SuppressWarnings("serial")
public class UnknownNodeSchemeException extends InvalidPoolException {

	private final String node;

	private final String scheme;

	private final List<String> known;

	public UnknownNodeSchemeException(String pool, String node, String scheme, Collection<String> known) {
		super(pool, "'url' of node '" + node + "' has the scheme '" + scheme + "'; it must be one of "
				+ String.join(", ", new TreeSet<>(known)));
		this.node = node;
		this.scheme = scheme;
		this.known = List.copyOf(new TreeSet<>(known));
	}

	public String getNode() {
		return this.node;
	}

	public String getScheme() {
		return this.scheme;
	}

	public List<String> getKnown() {
		return this.known;
	}

}
