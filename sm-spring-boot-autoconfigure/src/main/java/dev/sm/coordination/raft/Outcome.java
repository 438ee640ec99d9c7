package dev.sm.coordination.raft;

/**
 * What became of a command.
 *
 * @param kind how it ended
 * @param revision the revision of the keys that it wrote, else that of the store
 * @param text the session that has ended, or why it was refused, else empty
 */
record Outcome(Kind kind, long revision, String text) {

	static Outcome of(boolean applied, long revision) {
		return new Outcome(applied ? Kind.APPLIED : Kind.NOT_APPLIED, revision, "");
	}

	static Outcome sessionLost(String id, long revision) {
		return new Outcome(Kind.SESSION_LOST, revision, id);
	}

	static Outcome refused(String reason, long revision) {
		return new Outcome(Kind.REFUSED, revision, reason);
	}

	/** How a command ends; the order is that of the encoding. */
	enum Kind {

		/** It took effect. */
		APPLIED,

		/** A compare did not hold. */
		NOT_APPLIED,

		/** Its session has ended. */
		SESSION_LOST,

		/** The store does not take it. */
		REFUSED

	}

}
