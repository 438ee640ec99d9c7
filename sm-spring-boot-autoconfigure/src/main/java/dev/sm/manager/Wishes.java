package dev.sm.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import dev.sm.shard.ShardSpec;

/**
 * Texts of the documents that people's wishes are stored in: {@code specs/{shard}},
 * {@code moves/{shard}} and {@code drains/{participant}}.
 */
final class Wishes {

	private static final int TAGS = 6;

	private Wishes() {
	}

	static String spec(ShardSpec spec) {
		List<Object> fields = new ArrayList<>(List.of(Lines.VERSION, Lines.optional(spec.task()), spec.weight(),
				Lines.optional(spec.pin()), spec.group(), spec.standbys()));
		fields.addAll(spec.tags());
		return Lines.line(fields.toArray());
	}

	static ShardSpec readSpec(String shardId, String text) {
		return Documents.read(text, (lines) -> {
			List<String> fields = lines.get(0);
			return new ShardSpec(shardId, Lines.present(fields.get(1)), Double.parseDouble(fields.get(2)),
					Lines.present(fields.get(3)), fields.get(4), new TreeSet<>(fields.subList(TAGS, fields.size())),
					Integer.parseInt(fields.get(5)));
		});
	}

	static String move(String participantId) {
		return Lines.line(Lines.VERSION, participantId);
	}

	static String readMove(String text) {
		return Documents.read(text, (lines) -> lines.get(0).get(1));
	}

	static String resume() {
		return Lines.line(Lines.VERSION, "resume");
	}

	static String drain() {
		return Lines.line(Lines.VERSION, "drain");
	}

}
