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
 * @param keys the user's keys
 * @param stored the same keys as nodes store them
 * @param placed what is placed of each
 * @param command what a node is asked of its keys
 * @param fence the ownership that nodes are to be told of first, or {@code null}
 * @param merge makes the result of all nodes' answers
 */
record MultiRequest<R, T>(String verb, List<String> keys, List<byte[]> stored, Function<byte[], byte[]> placed,
		Function<KeyGroup, NodeCommand<R>> command, @Nullable Fence fence, Function<List<NodeAnswer<R>>, T> merge) {

	/**
	 * The keys of each node, in the order of their first key. A key that may be at two
	 * places is on its own. All commands are made before the first is sent, since one of
	 * them may be refused.
	 * @param topology where keys are
	 * @param alone whether each key is on its own
	 * @param together whether all keys are on every node
	 */
	List<Part<R>> parts(Topology topology, boolean alone, boolean together) {
		@Nullable KeyGroup[] byNode = new KeyGroup[topology.nodes().size()];
		List<KeyGroup> groups = new ArrayList<>(byNode.length);
		for (int i = 0; i < this.keys.size(); i++) {
			byte[] place = this.placed.apply(this.stored.get(i));
			PoolNode node = (together && !groups.isEmpty()) ? groups.get(0).node() : topology.owner(place);
			KeyGroup group = byNode[node.position()];
			if (alone || topology.destination(place, node) != null) {
				group = new KeyGroup(node, place, 1);
				groups.add(group);
			}
			else if (group == null) {
				group = new KeyGroup(node, null, this.keys.size() / byNode.length + 1);
				byNode[node.position()] = group;
				groups.add(group);
			}
			group.add(this.keys.get(i), this.stored.get(i), i);
		}
		List<Part<R>> parts = new ArrayList<>(groups.size());
		groups.forEach((group) -> parts.add(new Part<>(group, this.command.apply(group))));
		return parts;
	}

	/** For messages. */
	String what(KeyGroup group) {
		int size = group.keys().size();
		String first = "key '" + PoolKeys.shown(group.keys().get(0)) + "'";
		return this.verb + " of " + ((size == 1) ? first : size + " keys, the first being " + first + ",");
	}

	/**
	 * What one node is asked.
	 *
	 * @param <R> the type of its answer
	 * @param group the keys
	 * @param command the command
	 */
	record Part<R>(KeyGroup group, NodeCommand<R> command) {

	}

}
