package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Real processes of the sample on a real etcd and a real Redis, on loopback, for programs
 * that harm none of them.
 */
public final class SampleCluster implements AutoCloseable {

	private final Testbed bed;

	private final ReadyParticipants ready;

	private SampleCluster(Testbed bed) {
		this.bed = bed;
		this.ready = new ReadyParticipants(bed.participants);
	}

	/**
	 * Starts the processes and waits until each has its share.
	 * @param options what is said to {@link Chaos} on the command line
	 * @return the cluster
	 */
	public static SampleCluster start(String... options) throws IOException {
		List<String> all = new ArrayList<>(
				List.of("--network=proxies", "--clocks=false", "--ttl=10", "--redis=1", "--jvm=full"));
		all.addAll(List.of(options));
		return new SampleCluster(Testbed.start(Options.parse(all.toArray(String[]::new)), new Report("")));
	}

	/** Where the web servers of the processes are. */
	public List<URI> addresses() {
		return this.bed.participants.stream().map((each) -> URI.create("http://" + each.server())).toList();
	}

	/** Where the web servers of those are that said last, once a second, to be ready. */
	public List<URI> ready() {
		return this.ready.all().stream().map((each) -> URI.create("http://" + each.server())).toList();
	}

	/** How many processes there are. */
	public int size() {
		return this.bed.participants.size();
	}

	/** What an application is told that joins the cluster. */
	public List<String> arguments() {
		List<String> arguments = new ArrayList<>(this.bed.etcd.arguments(this.bed.network.site("client")));
		arguments.add("--sm.service=sample");
		arguments.add("--sm.coordination.prefix=/chaos");
		arguments.add("--sm.shards.count=" + this.bed.options.shards());
		return arguments;
	}

	/**
	 * Ends a process in good order, starts it again, and waits until it has its share.
	 * @param index which one
	 */
	public void restart(int index) {
		Participant participant = this.bed.participants.get(index);
		participant.stop();
		participant.start();
		this.bed.awaitSettled();
	}

	/** Prints a line. */
	public void print(String format, Object... arguments) {
		this.bed.report.line(format, arguments);
	}

	/** What has gone wrong so far. */
	public List<String> violations() {
		return this.bed.report.violations();
	}

	/** Notes that something has gone wrong. */
	public void violation(String what, String evidence) {
		this.bed.report.violation("routing", what, List.of(evidence));
	}

	@Override
	public void close() {
		this.ready.close();
		this.bed.close();
	}

}
