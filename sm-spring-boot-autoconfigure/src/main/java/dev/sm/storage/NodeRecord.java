package dev.sm.storage;

/**
 * What a node knows of a pool's migrations. A node changes it upwards only, so that a
 * late order of an earlier migration has no effect.
 *
 * @param m the number of the migration: 0 to 2<sup>53</sup>; it grows with every
 * migration and with every abort
 * @param stage how far the node is in it
 * @param placement a fingerprint of the placement by which the node is filled, without
 * spaces; empty if unknown
 */
public record NodeRecord(long m, Stage stage, String placement) implements Comparable<NodeRecord> {

	public NodeRecord {
		if (m < 0 || m > Fence.MAX_EPOCH) {
			throw new IllegalArgumentException("'m' of a node's record must be between 0 and 2^53 (was " + m + ")");
		}
		if (placement.chars().anyMatch((ch) -> ch <= ' ' || ch >= 0x7f)) {
			throw new IllegalArgumentException(
					"'placement' of a node's record must be printable ASCII without spaces (was '" + placement + "')");
		}
	}

	/**
	 * Compares how far two records are; the fingerprint does not count.
	 */
	@Override
	public int compareTo(NodeRecord other) {
		int migrations = Long.compare(this.m, other.m);
		return (migrations != 0) ? migrations : this.stage.compareTo(other.stage);
	}

	/**
	 * The record as text: number, stage and fingerprint, separated by spaces.
	 * @return the text
	 */
	public String format() {
		return this.m + " " + this.stage + " " + this.placement;
	}

	/**
	 * Reads the text of a record.
	 * @param text the text
	 * @return the record
	 * @throws IllegalArgumentException if it is none
	 */
	public static NodeRecord parse(String text) {
		String[] parts = text.split(" ", -1);
		if (parts.length != 3 || !parts[0].matches("[0-9]{1,16}")) {
			throw new IllegalArgumentException(
					"a node's record must be a number, a stage and a fingerprint (was '" + text + "')");
		}
		return new NodeRecord(Long.parseLong(parts[0]), Stage.valueOf(parts[1]), parts[2]);
	}

	/** How far a node is in a migration. */
	public enum Stage {

		/** Nothing moves yet: the old place alone is used. */
		PREP,

		/**
		 * The migration was turned round: nothing is executed until all marks are gone.
		 */
		SETTLE,

		/**
		 * Keys move: the old place counts as long as a key is there; none is created
		 * there.
		 */
		RUN,

		/** What is left at the old place is not looked at any more. */
		CLOSED

	}

}
