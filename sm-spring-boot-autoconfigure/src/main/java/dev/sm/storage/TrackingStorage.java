package dev.sm.storage;

/**
 * A node that can tell of changes of the keys that were read from it, and that answers
 * {@link NodeCommand.GetTimed}.
 */
public interface TrackingStorage extends NodeStorage {

	/**
	 * Asks to be told; once, and before the first command. Where the server refuses,
	 * {@link KeyTracking#began()} is never called.
	 * @param tracking is told
	 */
	void track(KeyTracking tracking);

}
