package dev.sm.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text that tells how a pool places keys, apart from weights: a first line with the
 * version, then lines {@code name=value}, and {@code node.ID=} followed by label and
 * index. All of this decides where a key is, so none of it may change while nodes hold
 * keys.
 */
final class PlacementDocument {

	private static final String HEADER = "sm-placement 1";

	private PlacementDocument() {
	}

	static String format(PoolSettings settings, Collection<String> nodes) {
		StringBuilder text = new StringBuilder(HEADER).append('\n');
		text.append("continuum=").append(settings.algorithm()).append('\n');
		text.append("hash=").append((settings.hash() != null) ? settings.hash() : "").append('\n');
		text.append("hash-tag=").append((settings.hashTag() != null) ? settings.hashTag() : "{}").append('\n');
		text.append("key-prefix=").append(settings.keyPrefix()).append('\n');
		Map<String, String> labels = new TreeMap<>();
		settings.nodes().forEach((node) -> {
			if (nodes.contains(node.id())) {
				labels.put(node.id(), node.continuumName() + ((node.index() != null) ? " " + node.index() : ""));
			}
		});
		labels.forEach((id, label) -> text.append("node.").append(id).append('=').append(label).append('\n'));
		return text.toString();
	}

	/**
	 * What has changed, for people.
	 * @param stored the text that is stored
	 * @param configured the text of what is configured, of the same nodes
	 * @return one part for each difference; empty if there is none
	 */
	static List<String> differences(String stored, String configured) {
		Map<String, String> before = values(stored);
		Map<String, String> now = values(configured);
		List<String> differences = new ArrayList<>();
		before.forEach((name, value) -> {
			String other = now.get(name);
			if (other != null && !other.equals(value)) {
				String what = name.startsWith("node.") ? "label or index of node '" + name.substring(5) + "'"
						: "'" + name + "'";
				differences.add(what + " was '" + value + "' and is '" + other + "'");
			}
		});
		return differences;
	}

	private static Map<String, String> values(String text) {
		Map<String, String> values = new TreeMap<>();
		for (String line : text.split("\n")) {
			int equals = line.indexOf('=');
			if (equals > 0) {
				values.put(line.substring(0, equals), line.substring(equals + 1));
			}
		}
		return values;
	}

}
