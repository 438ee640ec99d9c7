package dev.sm.autoconfigure;

import java.time.Duration;

/** The coordination store did not answer while the start waited for it. */
@SuppressWarnings("serial")
final class StoreNotReachedException extends StartFailureException {

	StoreNotReachedException(String store, Duration startTimeout, Throwable cause) {
		super("The coordination store (" + store + ") could not be used within " + PropertyChecks.text(startTimeout)
				+ ": " + cause.getMessage(),
				"Check that the store runs and that 'sm.coordination' leads to it, or set "
						+ "'sm.coordination.start-timeout' to a longer time.",
				cause);
	}

}
