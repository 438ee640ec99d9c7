package dev.sm.testkit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.coordination.WatchEvent;

/**
 * What planned changes look like in the store, checked with every transaction that is
 * applied: a shard is taken from its owner only when the next one has prepared it, or has
 * had the time for it (O5), and as many as the budget says at once (O6).
 */
final class DocumentChecks {

	private final SimulatedWorld world;

	private final Map<String, String> values = new HashMap<>();

	private final Map<String, Document> documents = new TreeMap<>();

	private final Map<String, String> registered = new HashMap<>();

	private final Map<String, List<String>> statuses = new HashMap<>();

	private final Map<String, Long> preparingSince = new HashMap<>();

	private final Set<String> begun = new HashSet<>();

	private final Set<String> told = new HashSet<>();

	DocumentChecks(SimulatedWorld world) {
		this.world = world;
	}

	void changed(List<WatchEvent> events, long revision) {
		if (revision < 0) {
			this.values.clear();
			this.documents.clear();
			this.registered.clear();
			this.statuses.clear();
			this.preparingSince.clear();
			return;
		}
		this.begun.clear();
		int before = moving().size();
		Map<String, Document> old = new HashMap<>();
		Set<String> changed = new TreeSet<>();
		for (WatchEvent event : events) {
			put(this.values, event.key(), (event.entry() != null) ? event.entry().value() : null);
			String[] path = event.key().split("/");
			if (path.length >= 5 && path[2].equals(SimulatedWorld.SERVICE)) {
				changed.add(String.join("/", List.of(path).subList(0, 5)));
			}
		}
		for (String key : changed) {
			String[] path = key.split("/");
			take(path[3], path[4], StoredText.of(this.values, key), old);
		}
		old.forEach(this::compare);
		// what was sent without an answer may be applied late, beside what was sent next
		int budget = 2 * this.world.budget();
		this.world.checks()
			.that(this.begun.isEmpty() || moving().size() <= Math.max(budget, before), "O6",
					() -> "shards " + moving() + " move at once, " + budget + " may: " + this.documents);
	}

	private void take(String kind, String id, String value, Map<String, Document> old) {
		switch (kind) {
			case "participants" -> put(this.registered, id, (value != null) ? field(value, 0, 1) : null);
			case "status" -> {
				put(this.statuses, id, (value != null) ? value.lines().toList() : null);
				this.statuses.getOrDefault(id, List.of())
					.forEach((line) -> this.told.add(id + " " + field(String.valueOf(value), 0, 1) + " " + line));
			}
			case "assignments" -> {
				old.put(id, this.documents.getOrDefault(id, Document.NONE));
				this.documents.put(id, (value != null) ? Document.read(value) : Document.NONE);
			}
			default -> {
				// not about owners
			}
		}
	}

	private static <T> void put(Map<String, T> map, String key, T value) {
		if (value != null) {
			map.put(key, value);
		}
		else {
			map.remove(key);
		}
	}

	private void compare(String id, Document before) {
		this.documents.get(id).entries.forEach((shard, entry) -> {
			String[] was = before.entries.get(shard);
			boolean prepares = entry[0].equals("P") && entry.length == 3;
			if (entry[0].equals("P") && (was == null || !was[0].equals("P"))) {
				this.preparingSince.put(id + " " + shard, this.world.time().now());
			}
			if (prepares && (was == null || !was[0].equals("P"))) {
				this.begun.add(shard);
			}
			if (entry[0].equals("D") && entry.length > 5 && was != null && was[0].equals("O")) {
				taken(shard, entry[3], entry[4]);
			}
		});
	}

	private void taken(String shard, String heir, String incarnation) {
		Document document = this.documents.getOrDefault(heir, Document.NONE);
		if (!document.incarnation.equals(incarnation) || this.world.stranger()) {
			return;
		}
		String[] entry = document.entries.get(shard);
		// an earlier status may arrive late and hide it again
		boolean told = this.told.contains(heir + " " + incarnation + " P\t" + shard);
		long since = this.preparingSince.getOrDefault(heir + " " + shard, Long.MAX_VALUE);
		boolean waited = this.world.time().now() - since >= this.world.settings().handlerTimeout().toNanos() * 98 / 100;
		this.world.checks()
			.that(entry != null && entry[0].equals("P") && (told || waited), "O5", () -> "shard " + shard
					+ " is taken for " + heir + ", which has not prepared it: " + this.documents);
	}

	/** The shards that are held and on their way to somebody else. */
	private Set<String> moving() {
		Set<String> held = new HashSet<>();
		Set<String> leaving = new HashSet<>();
		this.documents.forEach((id, document) -> document.entries.forEach((shard, entry) -> {
			boolean alive = document.incarnation.equals(this.registered.get(id));
			if (!entry[0].equals("P") && alive && !dropped(id, shard, entry)) {
				held.add(shard);
			}
			if (entry[0].equals("P") && entry.length == 3 || entry[0].equals("D") && entry.length > 5) {
				leaving.add(shard);
			}
		}));
		leaving.retainAll(held);
		return leaving;
	}

	private boolean dropped(String id, String shard, String[] entry) {
		return entry[0].equals("D") && this.statuses.getOrDefault(id, List.of())
			.stream()
			.noneMatch((line) -> line.split("\t").length > 3 && line.split("\t")[1].equals(shard));
	}

	private static String field(String text, int line, int field) {
		String[] fields = text.lines().skip(line).findFirst().orElse("").split("\t");
		return (fields.length > field) ? fields[field] : "";
	}

	/** An assignment document, as far as it can be read. */
	private record Document(String incarnation, Map<String, String[]> entries) {

		private static final Document NONE = new Document("", Map.of());

		@Override
		public String toString() {
			StringBuilder text = new StringBuilder(this.incarnation);
			this.entries.values().forEach((entry) -> text.append(" ").append(String.join(":", entry)));
			return text.toString();
		}

		static Document read(String text) {
			Map<String, String[]> entries = new TreeMap<>();
			text.lines()
				.skip(1)
				.map((line) -> line.split("\t"))
				.filter((fields) -> fields.length > 2)
				.forEach((fields) -> entries.put(fields[1], fields));
			return new Document(field(text, 0, 1), entries);
		}

	}

}
