package dev.sm.membership;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;

/**
 * Logs what should not have happened: the first of each kind with its stack trace, the
 * rest at debug level, so that a failure which repeats cannot fill a disk. Thread-safe.
 */
public final class Failures {

	private static final int MAX_KINDS = 200;

	private final Logger logger;

	private final Set<String> kinds = ConcurrentHashMap.newKeySet();

	public Failures(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Logs a failure.
	 * @param what where it happened, without data that differs each time
	 * @param error what was thrown
	 */
	public void report(String what, Throwable error) {
		if (this.kinds.size() < MAX_KINDS && this.kinds.add(what + '|' + error.getClass().getName())) {
			this.logger.error("{} failed; the next failures of this kind are logged at debug level", what, error);
		}
		else {
			this.logger.debug("{} failed again", what, error);
		}
	}

}
