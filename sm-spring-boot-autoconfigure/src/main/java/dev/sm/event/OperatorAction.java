package dev.sm.event;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that somebody asked for by an endpoint, the console or over HTTP, done or
 * not. An application event too, published on the thread of whoever asked. Immutable.
 *
 * @param who the name of the user, an address, or {@code anonymous}
 * @param where by what: {@code shards}, {@code migration}, {@code console} or
 * {@code raft}
 * @param action what to do, such as {@code drain}
 * @param details with what: service, shard, participant, pool and the like
 * @param outcome what became of it
 * @param reason why it was not done, or {@code ""}
 */
public record OperatorAction(String who, String where, String action, Map<String, String> details, Outcome outcome,
		String reason) {

	private static final int MAX_LENGTH = 200;

	public OperatorAction {
		who = clean(who);
		action = clean(action);
		reason = clean(reason);
		Map<String, String> cleaned = new TreeMap<>();
		details.forEach((name, value) -> cleaned.put(name, clean(value)));
		details = Collections.unmodifiableMap(cleaned);
	}

	/** What a stranger sends must not look like lines of a log. */
	private static String clean(String text) {
		String printable = text.replaceAll("\\p{Cntrl}", "?");
		return (printable.length() > MAX_LENGTH) ? printable.substring(0, MAX_LENGTH) + "..." : printable;
	}

	/** What becomes of what is asked for. */
	public enum Outcome {

		/** The store has taken it. */
		DONE,

		/** It cannot be done, or may not be; nothing has changed. */
		REFUSED,

		/** It failed, and nobody knows whether it was done. */
		FAILED

	}

}
