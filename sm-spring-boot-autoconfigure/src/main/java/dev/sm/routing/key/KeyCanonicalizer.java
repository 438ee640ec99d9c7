package dev.sm.routing.key;

/**
 * Makes keys alike that mean the same, so that they are placed together. A bean of this
 * type is what {@code sm.routing.services.NAME.canonical} can name. Thread-safe.
 */
public interface KeyCanonicalizer {

	/**
	 * What the configuration calls it.
	 * @return the name
	 */
	String name();

	/**
	 * The one form of a key.
	 * @param key the key as a request has it
	 * @return the form that all equal keys share
	 */
	String canonical(String key);

}
