package dev.sm.storage;

import java.util.Set;

/**
 * Makes nodes of one kind. A bean of this type adds URL schemes to those that sm knows.
 */
public interface NodeFactory {

	/**
	 * The URL schemes of this kind of node.
	 * @return the schemes, in lower case and without colon
	 */
	Set<String> schemes();

	/**
	 * Makes a node; does not connect yet.
	 * @param config where the node is and how to reach it
	 * @return the node
	 * @throws InvalidNodeException if the configuration cannot be used
	 */
	NodeStorage create(NodeConfig config);

}
