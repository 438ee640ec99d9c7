package dev.sm.coordination;

import java.util.List;

/**
 * Is told of changes below a prefix. Called by one thread at a time; must not block and
 * must not throw.
 */
public interface WatchListener {

	/**
	 * The changes of one or more revisions, complete and in order.
	 * @param events the changes
	 * @param revision the revision up to which nothing is missing now
	 */
	void onEvents(List<WatchEvent> events, long revision);

	/**
	 * Changes may have been missed, and this watch has ended: list the prefix again and
	 * watch from the revision of that list.
	 * @param reason why, for people
	 */
	void onGap(String reason);

}
