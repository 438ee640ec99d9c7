package dev.sm.benchmarks.checker;

import java.util.Set;

/**
 * What is explored: one shard; ids P and Q; processes P1, P2 (a restart or a twin, with
 * the id P) and Q1; two controllers.
 *
 * @param name for people
 * @param processes those of 0 (P1), 1 (P2) and 2 (Q1) that there are
 * @param epochs how many epochs are handed out
 * @param takes how often the shard is taken from its owner by plan, heirs changed
 * included
 * @param losses how often the controller's key ends
 * @param rules what the protocol is to do and to leave out
 */
record Bound(String name, Set<Integer> processes, int epochs, int takes, int losses, Set<Rule> rules) {

	/** A variation of the protocol, or a fault in it. */
	enum Rule {

		/** The acknowledgement of a drop gives the shard to the heir that was named. */
		HEIRS,

		/**
		 * The controller writes a document without comparing that it is as it was read.
		 */
		DOCUMENTS_NOT_COMPARED,

		/** The acknowledgement does not compare the dropping participant's document. */
		OWN_NOT_COMPARED,

		/** The acknowledgement does not compare the heir's document. */
		HEIRS_NOT_COMPARED,

		/** The acknowledgement does not compare the heir's registration. */
		REGISTRATION_NOT_COMPARED,

		/** The acknowledgement is applied after the end of the session that sent it. */
		SESSION_NOT_COMPARED,

		/** The heir's epoch is not counted when the heir is named. */
		EPOCH_NOT_RESERVED,

		/** The acknowledgement is sent before the shard is dropped. */
		SENT_BEFORE_DROP,

		/** The heir is whoever is registered under the id, not one session of it. */
		HEIR_WITHOUT_INCARNATION

	}

	boolean has(Rule rule) {
		return this.rules.contains(rule);
	}

}
