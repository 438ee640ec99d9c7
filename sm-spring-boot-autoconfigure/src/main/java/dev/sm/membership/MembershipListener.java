package dev.sm.membership;

/**
 * Is told of the lives of this instance, on the loop of its {@link MembershipDriver}.
 * Must not block.
 */
public interface MembershipListener {

	/**
	 * A life has begun.
	 * @param incarnation the life
	 */
	void began(Incarnation incarnation);

	/**
	 * A life is over.
	 * @param incarnation the life
	 * @param reason why, for people
	 */
	void ended(Incarnation incarnation, String reason);

}
