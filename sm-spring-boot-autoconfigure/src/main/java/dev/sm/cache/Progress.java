package dev.sm.cache;

import org.jspecify.annotations.Nullable;

/**
 * How far the copying of a migration is.
 *
 * @param m the migration
 * @param moved how many keys have moved
 * @param remaining how many are yet to move, or {@code null} while that is unknown
 * @param clean whether nothing is left at any old place, for good
 * @param problem what keeps it from going on, for people, or {@code null}
 */
record Progress(long m, long moved, @Nullable Long remaining, boolean clean, @Nullable String problem) {

	private static final String HEADER = "sm-progress 1";

	/**
	 * That nothing remains is known only once all old places were looked through again.
	 */
	Progress {
		remaining = (!clean && remaining != null && remaining == 0) ? null : remaining;
	}

	static Progress none(long m) {
		return new Progress(m, 0, null, false, null);
	}

	String format() {
		return HEADER + "\n" + this.m + "\n" + this.moved + "\n"
				+ ((this.remaining != null) ? this.remaining.toString() : "-") + "\n" + this.clean + "\n"
				+ ((this.problem != null) ? this.problem.replaceAll("\\s+", " ") : "") + "\n";
	}

	/** Reads the text; whatever cannot be read is no progress. */
	static Progress parse(String text) {
		String[] lines = text.split("\n", -1);
		if (lines.length < 6 || !HEADER.equals(lines[0]) || !lines[1].matches("[0-9]{1,16}")
				|| !lines[2].matches("[0-9]{1,18}") || !lines[3].matches("-|[0-9]{1,18}")) {
			return none(0);
		}
		return new Progress(Long.parseLong(lines[1]), Long.parseLong(lines[2]),
				"-".equals(lines[3]) ? null : (Long) Long.parseLong(lines[3]), Boolean.parseBoolean(lines[4]),
				lines[5].isEmpty() ? null : lines[5]);
	}

}
