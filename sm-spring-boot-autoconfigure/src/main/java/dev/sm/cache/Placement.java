package dev.sm.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a key is placed, and why. Immutable.
 *
 * @param key the key
 * @param node the node that it is placed on
 * @param nodes the nodes in the order of preference, the first being {@code node}
 * @param why what decided it: names and strings, numbers or booleans
 */
public record Placement(String key, String node, List<String> nodes, Map<String, Object> why) {

	public Placement {
		nodes = List.copyOf(nodes);
		why = Collections.unmodifiableMap(new LinkedHashMap<>(why));
	}

}
