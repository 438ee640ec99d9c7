package dev.sm.shard;

/**
 * What a group's shards take of each participant so far. Mutable; lives for one plan.
 */
final class GroupState {

	/** How many of the group's shards each participant has been given. */
	final int[] count;

	/** The sum of their sizes. */
	final double[] load;

	/** Whether all the group's shards weigh the same, so that they are counted. */
	boolean counted = true;

	GroupState(int participants) {
		this.count = new int[participants];
		this.load = new double[participants];
	}

	void add(int participant, double size) {
		this.count[participant]++;
		this.load[participant] += size;
	}

}
