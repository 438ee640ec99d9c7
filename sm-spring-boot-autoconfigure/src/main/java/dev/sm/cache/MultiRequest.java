package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * One command on each node that some of the keys are placed on.
 *
 * @param <R> the type of a node's answer
 * @param <T> the type of the result
 * @param verb what the user asked for
 * @param groups the keys of each node
 * @param commands what each node is asked, in the same order
 * @param fence the ownership that nodes are to be told of first, or {@code null}
 * @param merge makes the result of all nodes' answers
 */
record MultiRequest<R, T>(String verb, List<KeyGroup> groups, List<NodeCommand<R>> commands, @Nullable Fence fence,
		Function<List<NodeAnswer<R>>, T> merge) {

	/** Makes all commands before the first is sent, since one of them may be refused. */
	static <R, T> MultiRequest<R, T> of(String verb, List<KeyGroup> groups, Function<KeyGroup, NodeCommand<R>> command,
			@Nullable Fence fence, Function<List<NodeAnswer<R>>, T> merge) {
		List<NodeCommand<R>> commands = new ArrayList<>(groups.size());
		for (KeyGroup group : groups) {
			commands.add(command.apply(group));
		}
		return new MultiRequest<>(verb, groups, commands, fence, merge);
	}

	/** For messages. */
	String what(KeyGroup group) {
		int size = group.keys().size();
		String first = "key '" + PoolKeys.shown(group.keys().get(0)) + "'";
		return this.verb + " of " + ((size == 1) ? first : size + " keys, the first being " + first + ",");
	}

}
