package dev.sm.shard;

/**
 * How to balance.
 *
 * @param tolerance how far above the even share a participant's load may be before shards
 * move for it, until it is within half of that: 0.1 is 10 percent; 0 to 10. Counts are
 * not tolerated: where all shards of a group weigh the same, they go to floor or ceiling
 * of the even share, and shards move for load only in exchange for others. A participant
 * that has nothing of a group yet is given what others have above the even share,
 * whatever the tolerance
 * @param zoneSpread whether shards of a group are spread evenly over zones first
 */
public record PlanOptions(double tolerance, boolean zoneSpread) {

	public PlanOptions {
		if (!(tolerance >= 0 && tolerance <= 10)) {
			throw new IllegalArgumentException("'tolerance' must be between 0 and 10 (was " + tolerance + ")");
		}
	}

	/**
	 * A tolerance of 10 percent, and zones are spread over.
	 * @return the defaults
	 */
	public static PlanOptions defaults() {
		return new PlanOptions(0.1, true);
	}

}
