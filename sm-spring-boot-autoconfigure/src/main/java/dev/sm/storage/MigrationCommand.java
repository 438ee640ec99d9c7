package dev.sm.storage;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a node can be asked while keys of a pool move from one node to another. Each is
 * one atomic step of the node for each key; those with a {@link Guard} have no effect and
 * fail with {@link PhaseMismatchException} unless the node's record agrees.
 * <p>
 * During a migration a key is, at its old place, a value, or a mark that it has moved
 * under a token, or absent; at its new place it is live, or staged under a token and
 * invisible. A token is used for one staging only.
 *
 * @param <R> the type of the answer
 */
public sealed interface MigrationCommand<R> extends NodeCommand<R> {

	@Override
	default boolean idempotent() {
		return false;
	}

	/**
	 * What the record of a node must be.
	 *
	 * @param pool the pool
	 * @param m the number of the migration
	 */
	record Guard(String pool, long m) {

	}

	/**
	 * Reads the record of a pool.
	 *
	 * @param pool the pool
	 */
	record ReadRecord(String pool) implements MigrationCommand<Optional<NodeRecord>> {

	}

	/**
	 * Raises the record of a pool, unless it is as high; answers the record that then is.
	 *
	 * @param pool the pool
	 * @param record the record
	 */
	record RaiseRecord(String pool, NodeRecord record) implements MigrationCommand<NodeRecord> {

	}

	/**
	 * Executes operations on single keys, each for itself, at their old or at their new
	 * place; the answers are in the same order.
	 *
	 * @param guard the record; stage {@link NodeRecord.Stage#SETTLE} refuses
	 * @param place which of the two places this node is
	 * @param operations the operations
	 */
	record Step(Guard guard, Place place, List<Operation> operations) implements MigrationCommand<List<StepAnswer>> {

	}

	/** Which of a key's two places a node is. */
	enum Place {

		/** The old place: it decides whether the key is still there. */
		SOURCE,

		/** The new place. */
		TARGET

	}

	/**
	 * One operation on one key.
	 *
	 * @param command a command that names one key
	 * @param token the token with which the old place sent it here, or {@code null}
	 */
	record Operation(NodeCommand<?> command, @Nullable String token) {

		/**
		 * The key that the command names.
		 * @return the key
		 * @throws IllegalArgumentException if it does not name exactly one
		 */
		public byte[] key() {
			if (this.command instanceof Get get && get.keys().size() == 1) {
				return get.keys().get(0);
			}
			if (this.command instanceof Put put && put.entries().size() == 1) {
				return put.entries().get(0).key();
			}
			if (this.command instanceof PutIfAbsent put) {
				return put.entry().key();
			}
			if (this.command instanceof Delete delete && delete.keys().size() == 1) {
				return delete.keys().get(0);
			}
			if (this.command instanceof Increment increment) {
				return increment.key();
			}
			if (this.command instanceof Expire expire) {
				return expire.key();
			}
			if (this.command instanceof Replace replace) {
				return replace.key();
			}
			if (this.command instanceof Look look) {
				return look.key();
			}
			throw new IllegalArgumentException(
					"an operation must name one key (was " + this.command.getClass().getSimpleName() + ")");
		}

	}

	/**
	 * Reads what is at the old place of keys; needs stage {@link NodeRecord.Stage#RUN}.
	 *
	 * @param guard the record
	 * @param keys the keys
	 */
	record Peek(Guard guard, List<byte[]> keys) implements MigrationCommand<List<Peeked>> {

	}

	/**
	 * Keeps copies at their new place, invisible until they are promoted; answers
	 * {@code true}. A copy lives no longer than what is left of its time.
	 *
	 * @param guard the record; stage {@link NodeRecord.Stage#SETTLE} refuses
	 * @param copies the copies
	 */
	record Stage(Guard guard, List<Staging> copies) implements MigrationCommand<Boolean> {

	}

	/**
	 * A copy under a token.
	 *
	 * @param token the token, not used before
	 * @param copy the copy
	 */
	record Staging(String token, KeyCopy copy) {

	}

	/**
	 * Turns values at their old place into marks, if value and expiry are still those
	 * that were read; answers for each whether it did. Needs stage
	 * {@link NodeRecord.Stage#RUN}: what is left in a closed place must not come back.
	 *
	 * @param guard the record
	 * @param markings what to mark
	 */
	record Mark(Guard guard, List<Marking> markings) implements MigrationCommand<List<Boolean>> {

	}

	/**
	 * A key to be marked.
	 *
	 * @param key the key
	 * @param seen what was read of it
	 * @param token the token of its staging
	 */
	record Marking(byte[] key, KeyCopy seen, String token) {

	}

	/**
	 * Puts staged copies in force at their new place, where they are still staged;
	 * answers {@code true}.
	 *
	 * @param guard the record
	 * @param settling whether the stage must be {@link NodeRecord.Stage#SETTLE}; else it
	 * must be another
	 * @param moves keys and tokens
	 */
	record Promote(Guard guard, boolean settling, List<KeyMove> moves) implements MigrationCommand<Boolean> {

	}

	/**
	 * Removes marks at the old place, if they have these tokens; answers {@code true}.
	 *
	 * @param guard the record
	 * @param settling whether the stage must be {@link NodeRecord.Stage#SETTLE}; else it
	 * must be another
	 * @param moves keys and tokens
	 */
	record Unmark(Guard guard, boolean settling, List<KeyMove> moves) implements MigrationCommand<Boolean> {

	}

	/**
	 * Reads a page of what the node holds of a pool. Over all pages, everything that is
	 * there throughout is told at least once.
	 *
	 * @param pool the pool, whose tokens start with its name and a colon
	 * @param cursor {@link ScanPage#START} or the cursor of the page before
	 * @param prefix what keys start with; empty for all
	 * @param count about how many keys to look at: 1 to 10,000
	 */
	record Survey(String pool, String cursor, byte[] prefix, int count) implements MigrationCommand<SurveyPage> {

	}

	/**
	 * Estimates what the node holds, from a sample where it would take long to count.
	 *
	 * @param prefix what keys start with; empty for all
	 */
	record Measure(byte[] prefix) implements MigrationCommand<NodeSize> {

	}

	/**
	 * Removes what does not belong here; answers {@code true}. Needs stage
	 * {@link NodeRecord.Stage#PREP}.
	 *
	 * @param guard the record
	 * @param keys keys to remove, with their marks
	 * @param tokens staged copies to remove
	 */
	record Discard(Guard guard, List<byte[]> keys, List<String> tokens) implements MigrationCommand<Boolean> {

	}

	/**
	 * Reads a page of the epochs that the node has seen.
	 *
	 * @param cursor {@link ScanPage#START} or the cursor of the page before
	 */
	record ListFences(String cursor) implements MigrationCommand<FencePage> {

	}

	/**
	 * Tells the node of ownerships; those of which it has seen a higher epoch are passed
	 * over. Answers {@code true}.
	 *
	 * @param fences the ownerships
	 */
	record RaiseFences(List<Fence> fences) implements MigrationCommand<Boolean> {

	}

	/**
	 * Ends the connections of participants that are not known to have followed a change
	 * of phase, with whatever they have left unread; answers how many. A node without
	 * connections answers 0.
	 *
	 * @param prefix what the names of the pool's connections start with
	 * @param keep the names of connections that may stay
	 */
	record CutOff(String prefix, Set<String> keep) implements MigrationCommand<Long> {

	}

	/**
	 * Answers {@code true} once nothing that this object has sent before can be executed
	 * any more.
	 */
	record Drain() implements MigrationCommand<Boolean> {

	}

}
