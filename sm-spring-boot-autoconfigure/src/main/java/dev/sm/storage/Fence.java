package dev.sm.storage;

/**
 * The ownership under which a command is sent. A node that has seen a higher epoch of the
 * same scope refuses it.
 *
 * @param scope what is owned: the service and the shard, as in {@code orders/17}
 * @param epoch the epoch of the ownership: 1 to 2<sup>53</sup>
 */
public record Fence(String scope, long epoch) {

	/** The largest epoch that every kind of node compares exactly. */
	public static final long MAX_EPOCH = 1L << 53;

	public Fence {
		if (scope.isEmpty()) {
			throw new IllegalArgumentException("'scope' of a fence must not be empty");
		}
		if (epoch < 1 || epoch > MAX_EPOCH) {
			throw new IllegalArgumentException(
					"'epoch' of fence '" + scope + "' must be between 1 and 2^53 (was " + epoch + ")");
		}
	}

}
