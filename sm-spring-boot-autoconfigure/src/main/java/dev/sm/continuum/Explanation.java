package dev.sm.continuum;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a key is where it is.
 *
 * @param key the key
 * @param candidates the first nodes of the key in order of preference, at most
 * {@value #MAX_CANDIDATES}; the first of them holds it
 * @param why how the algorithm came to it, in its own words: the hash, and the slot or
 * bucket that it led to
 */
public record Explanation(String key, List<String> candidates, Map<String, String> why) {

	/**
	 * How many candidates are named.
	 */
	public static final int MAX_CANDIDATES = 10;

	/**
	 * Copies.
	 */
	public Explanation {
		candidates = List.copyOf(candidates);
		why = Collections.unmodifiableMap(new LinkedHashMap<>(why));
	}

	/**
	 * The node of the key.
	 * @return its name
	 */
	public String node() {
		return this.candidates.get(0);
	}

}
