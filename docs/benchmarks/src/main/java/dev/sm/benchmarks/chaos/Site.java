package dev.sm.benchmarks.chaos;

import java.util.List;

/**
 * Where one process is, and how it reaches others. Thread-safe.
 */
interface Site {

	/** The address that the process listens on. */
	String host();

	/** The command that starts a process here. */
	List<String> within(List<String> command);

	/** Where a process here finds a server of another site, as host and port. */
	String wayTo(Site other, int port);

	/**
	 * Cuts this site off others.
	 * @param others the others
	 * @param to whether what this site sends does not arrive
	 * @param from whether what is sent to this site does not arrive
	 */
	void cut(List<Site> others, boolean to, boolean from);

	/** Cuts this site off everything. */
	void isolate();

	/** Takes back all cuts. */
	void heal();

}
