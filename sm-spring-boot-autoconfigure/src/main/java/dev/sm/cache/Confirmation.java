package dev.sm.cache;

import org.jspecify.annotations.Nullable;

/**
 * What a participant has written of itself: no operation that it began in an earlier
 * phase is under way.
 *
 * @param m the number of its phase
 * @param aware whether keys may be at two places in it
 * @param connections the name of its connections
 */
record Confirmation(long m, boolean aware, String connections) {

	String format() {
		return "sm-participant 1 " + this.m + " " + (this.aware ? "AWARE" : "PLAIN") + " " + this.connections;
	}

	/** Reads the text; one that cannot be read confirms nothing. */
	static @Nullable Confirmation parse(String text) {
		String[] words = text.split(" ");
		if (words.length != 5 || !text.startsWith("sm-participant 1 ") || !words[2].matches("[0-9]{1,16}")) {
			return null;
		}
		return new Confirmation(Long.parseLong(words[2]), "AWARE".equals(words[3]), words[4]);
	}

	/** Whether it has reached a view, or is past it. */
	boolean reached(Phase.View view) {
		return this.m > view.m() || (this.m == view.m() && (this.aware == view.aware() || !this.aware));
	}

}
