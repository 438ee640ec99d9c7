package dev.sm.coordination;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Compares and writes that are applied together or not at all. Immutable.
 *
 * @param compares what must hold
 * @param operations what is then written; no key twice
 */
public record Transaction(List<Compare> compares, List<Operation> operations) {

	/**
	 * The most compares and operations together that every store takes in one
	 * transaction.
	 */
	public static final int MAX_SIZE = 60;

	/**
	 * The most bytes, as UTF-8, that the keys and values of one transaction have
	 * together: several values of the largest size, and less than etcd takes as it comes.
	 * A store that takes less as it comes must be set to take this.
	 */
	public static final int MAX_BYTES = 1024 * 1024;

	public Transaction {
		compares = List.copyOf(compares);
		operations = List.copyOf(operations);
		if (compares.size() + operations.size() > MAX_SIZE) {
			throw new IllegalArgumentException("a transaction must have at most " + MAX_SIZE
					+ " compares and operations (had " + (compares.size() + operations.size()) + ")");
		}
		int bytes = bytes(compares, operations);
		if (bytes > MAX_BYTES) {
			throw new IllegalArgumentException(
					"a transaction must have at most " + MAX_BYTES + " bytes of keys and values (had " + bytes + ")");
		}
		Set<String> written = new HashSet<>();
		for (Operation operation : operations) {
			if (!written.add(operation.key())) {
				throw new IllegalArgumentException(
						"a transaction must write a key only once (wrote '" + operation.key() + "' twice)");
			}
		}
	}

	private static int bytes(List<Compare> compares, List<Operation> operations) {
		int bytes = 0;
		for (Compare compare : compares) {
			bytes += Keys.bytes(compare.key());
		}
		for (Operation operation : operations) {
			bytes += Keys.bytes(operation.key());
			if (operation instanceof Operation.Put put) {
				bytes += Keys.bytes(put.value());
			}
		}
		return bytes;
	}

	/**
	 * Starts a transaction.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects compares and operations. Not thread-safe.
	 */
	public static final class Builder {

		private final List<Compare> compares = new ArrayList<>();

		private final List<Operation> operations = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Demands that a key is absent.
		 * @param key the key
		 * @return this
		 */
		public Builder ifAbsent(String key) {
			this.compares.add(Compare.absent(key));
			return this;
		}

		/**
		 * Demands that a key was last changed at a revision.
		 * @param key the key
		 * @param revision the revision; 0 demands that the key is absent
		 * @return this
		 */
		public Builder ifUnchanged(String key, long revision) {
			this.compares.add(Compare.unchanged(key, revision));
			return this;
		}

		/**
		 * Sets a key.
		 * @param key the key
		 * @param value the value
		 * @return this
		 */
		public Builder put(String key, String value) {
			return put(key, value, null);
		}

		/**
		 * Sets a key and binds it to a session.
		 * @param key the key
		 * @param value the value
		 * @param sessionId the session whose end removes the key, or {@code null}
		 * @return this
		 */
		public Builder put(String key, String value, @Nullable String sessionId) {
			this.operations.add(new Operation.Put(key, value, sessionId));
			return this;
		}

		/**
		 * Removes a key.
		 * @param key the key
		 * @return this
		 */
		public Builder delete(String key) {
			this.operations.add(new Operation.Delete(key));
			return this;
		}

		/**
		 * How many compares and operations there are so far.
		 * @return their number
		 */
		public int size() {
			return this.compares.size() + this.operations.size();
		}

		/**
		 * How many bytes the keys and values have so far.
		 * @return their number, as UTF-8
		 */
		public int bytes() {
			return Transaction.bytes(this.compares, this.operations);
		}

		/**
		 * Builds the transaction.
		 * @return the transaction
		 * @throws IllegalArgumentException if it is too large or writes a key twice
		 */
		public Transaction build() {
			return new Transaction(this.compares, this.operations);
		}

	}

}
