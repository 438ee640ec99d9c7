package dev.sm.manager;

/**
 * What becomes of a shard whose handler does not return from a drop in time.
 */
public enum HungDrop {

	/** The handler is interrupted, the shard is held no longer, and it is handed over. */
	FENCE,

	/** The shard stays where it is until the handler returns. */
	WAIT,

	/**
	 * The session is given up, so that everything this participant held goes elsewhere.
	 */
	EXIT

}
