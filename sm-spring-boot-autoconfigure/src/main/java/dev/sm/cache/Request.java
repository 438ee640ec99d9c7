package dev.sm.cache;

import java.util.Objects;
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
 * @param placed what is placed of the key, or {@code null} if the node is given
 * @param fixed the node, or {@code null} if it is the key's
 * @param command what the node is asked
 * @param fence the ownership that the node is to be told of first, or {@code null}
 * @param answer makes the result of the answer
 * @param rule by which rule the key has come to the pool, for messages, or {@code null}
 */
record Request<R, T>(String verb, String key, byte @Nullable [] placed, @Nullable PoolNode fixed,
		NodeCommand<R> command, @Nullable Fence fence, Function<R, T> answer, @Nullable String rule) {

	/** A command for one node, whatever keys are placed there. */
	static <R, T> Request<R, T> to(String verb, String key, PoolNode node, NodeCommand<R> command,
			@Nullable Fence fence, Function<R, T> answer) {
		return new Request<>(verb, key, null, node, command, fence, answer, null);
	}

	/** The node that is asked, or first asked. */
	PoolNode node(Topology topology) {
		return (this.fixed != null) ? this.fixed : topology.owner(Objects.requireNonNull(this.placed));
	}

	/** For messages. */
	String what() {
		return what(this.verb, this.key, this.rule);
	}

	static String what(String verb, String key, @Nullable String rule) {
		return verb + " of key '" + PoolKeys.shown(key) + "'" + ((rule != null) ? " by " + rule : "");
	}

}
