package dev.sm.continuum;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses of ranked nodes those that are best in different zones; when every zone has
 * one, the next best of each, and so on.
 */
final class ZoneSpread {

	private ZoneSpread() {
	}

	static List<String> choose(List<String> ranked, Map<String, String> zones, int count) {
		Set<String> left = new LinkedHashSet<>(ranked);
		List<String> chosen = new ArrayList<>();
		while (chosen.size() < count && !left.isEmpty()) {
			Set<String> used = new HashSet<>();
			// of a node without a zone, a name that no zone has
			left.removeIf((node) -> chosen.size() < count && used.add(zones.getOrDefault(node, "\n" + node))
					&& chosen.add(node));
		}
		return List.copyOf(chosen);
	}

}
