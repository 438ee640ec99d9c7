package dev.sm.manager;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.sm.coordination.Keys;

/**
 * Where a service's documents are in the coordination store.
 *
 * @param root {@code {prefix}/{service}}
 */
record ServiceKeys(String root) {

	static ServiceKeys of(String prefix, String service) {
		return new ServiceKeys(Keys.child(prefix, service));
	}

	/**
	 * What a participant needs that neither routes nor computes the assignment: its own
	 * documents, those of its heirs, who the controller is, what shards are given, and
	 * which are to be tried again.
	 */
	Set<String> of(String participantId, Set<String> heirs) {
		Set<String> needed = new TreeSet<>(List.of(participant(participantId), status(participantId),
				assignment(participantId), controller(), specs(), resumes()));
		for (String heir : heirs) {
			needed.add(participant(heir));
			needed.add(assignment(heir));
		}
		return needed;
	}

	String participants() {
		return this.root + "/participants";
	}

	String participant(String id) {
		return Keys.child(participants(), id);
	}

	String status(String id) {
		return Keys.child(this.root + "/status", id);
	}

	String controller() {
		return this.root + "/controller";
	}

	String assignment(String id) {
		return Keys.child(this.root + "/assignments", id);
	}

	/** Where a chunk of a document is that does not fit into one key. */
	static String chunk(String head, String name) {
		return Keys.child(head, name);
	}

	String epoch() {
		return this.root + "/epoch";
	}

	String specs() {
		return this.root + "/specs";
	}

	String spec(String shardId) {
		return Keys.child(specs(), shardId);
	}

	String drain(String participantId) {
		return Keys.child(this.root + "/drains", participantId);
	}

	String resumes() {
		return this.root + "/resumes";
	}

	String resume(String shardId) {
		return Keys.child(resumes(), shardId);
	}

	String move(String shardId) {
		return Keys.child(this.root + "/moves", shardId);
	}

	String state(String shardId) {
		return Keys.child(this.root + "/states", shardId);
	}

	String report() {
		return this.root + "/report";
	}

	/**
	 * Splits a key into kind and name.
	 * @param key a key below the root
	 * @return the first segment below the root, and the rest or {@code ""}
	 */
	Path path(String key) {
		String rest = (key.length() > this.root.length()) ? key.substring(this.root.length() + 1) : "";
		int slash = rest.indexOf('/');
		return (slash < 0) ? new Path(rest, "") : new Path(rest.substring(0, slash), rest.substring(slash + 1));
	}

	record Path(String kind, String name) {

	}

}
