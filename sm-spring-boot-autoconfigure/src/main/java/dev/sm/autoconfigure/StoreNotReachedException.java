package dev.sm.autoconfigure;

import java.time.Duration;

/** The coordination store did not answer while the start waited for it. */
@SuppressWarnings("serial")
final class StoreNotReachedException extends StartFailureException {

	/**
	 * The start has waited long enough.
	 * @param store why it is this store
	 * @param startTimeout how long it has waited
	 * @param addresses what is at the addresses of the store, or {@code ""}
	 * @param cause what the last request met
	 */
	StoreNotReachedException(String store, Duration startTimeout, String addresses, Throwable cause) {
		super("The coordination store (" + store + ") could not be used within " + PropertyChecks.text(startTimeout)
				+ ". " + (addresses.isEmpty() ? "" : addresses + " ") + "The last request: " + cause.getMessage(),
				"Check that the store runs and that 'sm.coordination' leads to it, or set "
						+ "'sm.coordination.start-timeout' to a longer time.",
				cause);
	}

}
