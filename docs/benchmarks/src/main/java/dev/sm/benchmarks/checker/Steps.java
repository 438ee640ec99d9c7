package dev.sm.benchmarks.checker;

/**
 * Takes what can happen next in a state.
 */
interface Steps {

	/**
	 * A state that can come next.
	 * @param state the state
	 * @param what what happens
	 */
	void next(byte[] state, String what);

	/**
	 * Something that must never happen.
	 * @param what what happens
	 */
	void violation(String what);

}
