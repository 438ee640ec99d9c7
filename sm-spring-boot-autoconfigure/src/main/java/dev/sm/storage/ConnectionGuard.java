package dev.sm.storage;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Decides whether a new connection to a node may be used. Between naming a connection and
 * using it, a node that is reached by connections reads the pool's record and asks; so
 * whoever slept through a change of phase, and had its connections ended for it, cannot
 * come back with commands of an older phase. Thread-safe; must not block.
 */
public interface ConnectionGuard {

	/**
	 * The pool whose record is read.
	 * @return its name
	 */
	String pool();

	/**
	 * The name of every connection of this participant: {@code sm:{pool}:{participant}}
	 * and something that no other life of it has.
	 * @return the name, without spaces
	 */
	String connectionName();

	/**
	 * Asks for a connection.
	 * @param record what the node says, empty if it has no record of the pool
	 * @return completes if the connection may be used; fails if not, and then the node
	 * tries another connection later
	 */
	CompletionStage<Void> admit(Optional<NodeRecord> record);

}
