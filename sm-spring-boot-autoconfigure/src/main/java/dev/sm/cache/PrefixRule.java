package dev.sm.cache;

/**
 * Says to which pool keys go that begin with a prefix. Immutable.
 *
 * @param name the rule's name, for people
 * @param prefix what the user's keys begin with, without the pool's own prefix: 1 to 256
 * characters
 * @param pool the name of the pool
 */
public record PrefixRule(String name, String prefix, String pool) {

	/** The longest prefix, in characters. */
	public static final int MAX_PREFIX = 256;

	public PrefixRule {
		if (name.isBlank()) {
			throw new IllegalArgumentException("the name of a rule must not be empty");
		}
		if (prefix.isEmpty() || prefix.length() > MAX_PREFIX) {
			throw new IllegalArgumentException("the prefix of rule '" + name + "' must have 1 to " + MAX_PREFIX
					+ " characters (had " + prefix.length() + "); what has no prefix goes to the default pool");
		}
		if (pool.isBlank()) {
			throw new IllegalArgumentException("rule '" + name + "' must name a pool (was empty)");
		}
	}

	/** For messages. */
	String shown() {
		return "rule '" + PoolKeys.shown(this.name) + "'";
	}

}
