package dev.sm.benchmarks.chaos;

/**
 * What connects the processes, and where each of them is.
 */
interface Network extends AutoCloseable {

	/**
	 * Makes a place for a process.
	 * @param name the name of the process
	 * @return the place
	 */
	Site site(String name);

	/** The address of this program and of what it starts beside it. */
	String host();

	/** Whether addresses, and not single connections only, can be cut off. */
	boolean isReal();

	@Override
	void close();

	/**
	 * The network that the options ask for: namespaces, or proxies where nothing else was
	 * asked for and namespaces cannot be had.
	 */
	static Network of(Options options, Report report) {
		if (options.network().equals("proxies")) {
			return new Proxies();
		}
		try {
			Network network = Namespaces.create();
			report.line("each process is in a network namespace of its own");
			return network;
		}
		catch (RuntimeException ex) {
			if (options.network().equals("namespaces")) {
				throw ex;
			}
			report.line("no network namespaces, so that connections are cut by proxies: %s", ex);
			return new Proxies();
		}
	}

}
