package dev.sm.autoconfigure;

import dev.sm.manager.ShardCallback;

/** Puts something around what is told to act on shards. */
@FunctionalInterface
interface CallbackDecorator {

	/**
	 * Decorates a callback.
	 * @param service the service that it is for
	 * @param callback the callback
	 * @return a callback that does the same, and more
	 */
	ShardCallback decorate(String service, ShardCallback callback);

}
