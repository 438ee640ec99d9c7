package dev.sm.sample;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Imports lines of "name TAB number": each sets the base of its name, so that importing
 * twice changes nothing. A line that cannot be used is rejected, never the file.
 */
@Service
class Importer {

	private static final int BATCH = 2000;

	private static final int MAX_REJECTED = 10_000;

	private final Counts counts;

	private final Instances instances;

	Importer(Counts counts, Instances instances) {
		this.counts = counts;
		this.instances = instances;
	}

	ImportResult importLines(InputStream in) throws IOException {
		return importLines(in, (lines) -> {
		});
	}

	ImportResult importLines(InputStream in, LongConsumer progress) throws IOException {
		Lines lines = new Lines(in);
		Map<String, SortedMap<String, Long>> batch = new HashMap<>();
		List<ImportResult.Rejected> rejected = new ArrayList<>();
		long total = 0;
		long number = 0;
		for (String line = lines.next(); line != null; line = lines.next()) {
			number++;
			String reason = (rejected.size() < MAX_REJECTED) ? null : "further rejected lines are not listed";
			try {
				NamedCount parsed = parse(line);
				batch.computeIfAbsent(this.counts.shardFor(parsed.name()), (shard) -> new TreeMap<>())
					.put(parsed.name(), parsed.count());
				total += parsed.count();
			}
			catch (BadInputException ex) {
				reject(rejected, number, ex, reason);
			}
			if (number % BATCH == 0) {
				flush(batch);
				progress.accept(number);
			}
		}
		flush(batch);
		progress.accept(number);
		return new ImportResult(number, total, rejected);
	}

	private void flush(Map<String, SortedMap<String, Long>> batch) {
		batch.forEach(this.instances::setBases);
		batch.clear();
	}

	private static void reject(List<ImportResult.Rejected> rejected, long number, BadInputException ex,
			@Nullable String last) {
		if (rejected.size() <= MAX_REJECTED) {
			rejected.add(new ImportResult.Rejected(number, (last != null) ? last : String.valueOf(ex.getMessage())));
		}
	}

	private static NamedCount parse(String line) {
		if (line.length() > Lines.MAX_BYTES) {
			throw new BadInputException("a line must have at most " + Lines.MAX_BYTES + " bytes");
		}
		int tab = line.indexOf('\t');
		if (tab < 0) {
			throw new BadInputException("a line must be a name, a tab and a number (had no tab)");
		}
		return new NamedCount(Names.check(line.substring(0, tab)), number(line.substring(tab + 1)));
	}

	private static long number(String text) {
		boolean digits = !text.isEmpty() && text.length() <= 15
				&& text.chars().allMatch((ch) -> ch >= '0' && ch <= '9');
		if (!digits || Long.parseLong(text) > Count.MAX) {
			throw new BadInputException("the number must be between 0 and " + Count.MAX + ", in digits (was '"
					+ (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "')");
		}
		return Long.parseLong(text);
	}

}
