package dev.sm.cache;

import java.util.function.Function;

import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * One command on one key.
 *
 * @param <R> the type of the node's answer
 * @param <T> the type of the result
 * @param verb what the user asked for
 * @param key the user's key
 * @param node the node that the key is placed on
 * @param command what the node is asked
 * @param fence the ownership that the node is to be told of first, or {@code null}
 * @param answer makes the result of the answer
 */
record Request<R, T>(String verb, String key, PoolNode node, NodeCommand<R> command, @Nullable Fence fence,
		Function<R, T> answer) {

	/** For messages. */
	String what() {
		return this.verb + " of key '" + PoolKeys.shown(this.key) + "'";
	}

}
