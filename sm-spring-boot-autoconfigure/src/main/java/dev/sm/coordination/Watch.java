package dev.sm.coordination;

/**
 * A watch that is under way.
 */
public interface Watch extends AutoCloseable {

	/**
	 * Ends the watch; the listener is told nothing more once this has returned, except by
	 * a call that was already under way.
	 */
	@Override
	void close();

}
