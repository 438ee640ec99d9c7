package dev.sm.testkit;

/**
 * What somebody asked for a shard.
 *
 * @param pin the only participant that may own it, or {@code ""}
 * @param tag what a participant must have, or {@code ""}
 * @param standbys how many copies there should be
 */
record Wanted(String pin, String tag, int standbys) {

	static final Wanted NOTHING = new Wanted("", "", 0);

	/** Whether anybody may own it. */
	boolean isFree() {
		return this.pin.isEmpty() && this.tag.isEmpty();
	}

	boolean allows(SimulatedInstance instance) {
		return (this.pin.isEmpty() || this.pin.equals(instance.id()))
				&& (this.tag.isEmpty() || instance.tags().contains(this.tag));
	}

	/** The document, as it is written by people's wishes. */
	String spec() {
		return "v1\t\t1.0\t" + (this.pin.isEmpty() ? "" : "=" + this.pin) + "\t\t" + this.standbys
				+ (this.tag.isEmpty() ? "" : "\t" + this.tag);
	}

}
