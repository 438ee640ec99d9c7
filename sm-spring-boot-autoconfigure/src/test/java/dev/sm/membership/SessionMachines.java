package dev.sm.membership;

import java.time.Duration;

/**
 * Session machines that production has not, for planted faults.
 */
public final class SessionMachines {

	private SessionMachines() {
	}

	/**
	 * A machine that takes another margin off the time to live.
	 * @param ttl the time to live to ask for
	 * @param margin the margin
	 * @return the machine
	 */
	public static SessionMachine withMargin(Duration ttl, double margin) {
		return new SessionMachine(ttl, margin);
	}

}
