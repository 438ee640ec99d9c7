package dev.sm.cache;

import java.util.List;
import java.util.function.LongSupplier;

import dev.sm.storage.NodeStorage;
import dev.sm.storage.TrackingStorage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values of one pool's nodes inside this instance. Implementations are thread-safe.
 */
public interface NearCaching {

	/**
	 * A node some of whose reads are answered from memory.
	 * @param node the node; it must not have been used yet
	 * @return the node to use in its place, which closes it
	 */
	NearStorage of(TrackingStorage node);

	/**
	 * What was done so far.
	 * @return the numbers
	 */
	Counts counts();

	/** Makes what keeps values, for each pool that asks for it. */
	@FunctionalInterface
	interface Factory {

		/**
		 * Makes one.
		 * @param settings how much is kept
		 * @param clock tells nanoseconds from an arbitrary origin
		 * @return what keeps the values of one pool
		 */
		NearCaching create(NearSettings settings, LongSupplier clock);

	}

	/** A node some of whose reads are answered from memory. */
	interface NearStorage extends NodeStorage {

		/**
		 * The same node, asked for each read. What is written here is forgotten in memory
		 * all the same.
		 * @return the node
		 */
		NodeStorage direct();

		/**
		 * The same node, asked for each read. What it answers is kept, so that
		 * {@link #kept} finds it.
		 * @return the node
		 */
		NodeStorage through();

		/**
		 * Looks into memory, without a word to the node.
		 * @param keys the keys
		 * @return the value of each, or {@code null} for what is not in memory
		 */
		List<byte @Nullable []> kept(List<byte[]> keys);

		/**
		 * Forgets a value, and one that is being read.
		 * @param key the key
		 */
		void forget(byte[] key);

	}

	/**
	 * What was done.
	 *
	 * @param hits reads that were answered from memory
	 * @param misses reads that were not
	 * @param invalidations keys that nodes told of
	 * @param losses how often all values of a node were dropped, because something may
	 * have been missed
	 */
	record Counts(long hits, long misses, long invalidations, long losses) {

	}

}
