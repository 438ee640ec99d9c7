package dev.sm.cache;

import dev.sm.storage.NodeUnavailableException;

/**
 * A node was not asked, since it would not answer, or not in time. Without a stack trace:
 * it is made for every operation while a node is down, and always at the same place.
 */
@SuppressWarnings("serial")
final class NodeRefusal extends NodeUnavailableException {

	NodeRefusal(String reason) {
		super("the node was not asked, since " + reason, null);
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
