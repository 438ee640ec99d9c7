package dev.sm.console;

/**
 * Gives what there is to see.
 */
@FunctionalInterface
public interface ConsoleSource {

	/**
	 * What there is to see now. Asked about once a second, by one thread; must not wait
	 * for others.
	 * @return the view
	 */
	ConsoleView view();

}
