package dev.sm.manager;

import dev.sm.membership.Incarnation;
import dev.sm.membership.MembershipListener;

/**
 * Tells when this instance has a session.
 */
record FirstLife(Runnable began) implements MembershipListener {

	@Override
	public void began(Incarnation incarnation) {
		this.began.run();
	}

	@Override
	public void ended(Incarnation incarnation, String reason) {
	}

}
