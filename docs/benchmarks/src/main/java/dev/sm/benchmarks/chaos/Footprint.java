package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process that is not restarted takes, and what the servers have open for all:
 * heap, resident memory, threads, descriptors, connections and watches. How full pools of
 * threads are is told, and no matter as long as they keep their bounds. A thread of its
 * own takes samples until it is closed. Thread-safe.
 */
final class Footprint implements AutoCloseable {

	private static final int SAMPLES = 40;

	private static final long MIN_PAUSE_MILLIS = 2000;

	/** Memory that is resident says little before code is compiled. */
	private static final int LONG_MINUTES = 10;

	private final Testbed bed;

	private final Participant observed;

	private final Http http = new Http(Duration.ofSeconds(5));

	private final long begun = System.nanoTime();

	private final Series heap = new Series("heap after collections, MB", 16);

	private final Series resident = new Series("resident memory, MB", 48);

	private final Series threads = new Series("threads, but those of pools", 12);

	private final Series pooled = new Series("threads of pools", 0);

	private final Series descriptors = new Series("descriptors", 12);

	private final Series sockets = new Series("sockets", 12);

	private final Series clients = new Series("connections to Redis, all", 9);

	private final Series watches = new Series("watches in etcd", 3);

	private final Thread sampler = new Thread(this::run, "footprint");

	private ThreadCensus latest = ThreadCensus.of(List.of());

	private volatile boolean calm;

	private volatile boolean closed;

	Footprint(Testbed bed, Participant observed) {
		this.bed = bed;
		this.observed = observed;
		this.sampler.setDaemon(true);
		this.sampler.start();
	}

	/**
	 * Whether all participants run, so that what the servers have open can be counted.
	 */
	void calm(boolean calm) {
		this.calm = calm;
		if (calm) {
			count();
		}
	}

	/** Each time is counted once at least, however seldom samples are taken. */
	private synchronized void count() {
		try {
			shared((System.nanoTime() - this.begun) / 6e10);
		}
		catch (IOException ex) {
			this.bed.report.line("no sample: %s", ex);
		}
	}

	private void run() {
		long pause = Math.max(MIN_PAUSE_MILLIS, Duration.ofMinutes(this.bed.options.minutes()).toMillis() / SAMPLES);
		while (!this.closed) {
			Waits.sleep(pause);
			sample();
		}
	}

	private synchronized void sample() {
		double minutes = (System.nanoTime() - this.begun) / 6e10;
		long pid = this.observed.process().pid();
		try {
			// collects, so that what is left is what is in use
			Commands.run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid),
					"GC.run");
			this.heap.add(minutes, metric("/actuator/metrics/jvm.memory.used?tag=area:heap") / 1e6);
			for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
				if (line.startsWith("VmRSS:")) {
					this.resident.add(minutes, number(line) / 1000.0);
				}
			}
			ThreadCensus census = ThreadCensus.of(pid);
			this.threads.add(minutes, census.counted());
			this.pooled.add(minutes, census.pooled());
			this.latest = census;
			List<String> open = descriptors(pid);
			this.descriptors.add(minutes, open.size());
			this.sockets.add(minutes, open.stream().filter((target) -> target.startsWith("socket:")).count());
			if (this.calm) {
				shared(minutes);
			}
		}
		catch (IOException ex) {
			this.bed.report.line("no sample: %s", ex);
		}
	}

	private void shared(double minutes) throws IOException {
		double connections = redisConnections();
		double watching = 0;
		for (Etcd.Member member : this.bed.etcd.members()) {
			watching += watchers(member);
		}
		// unless something was begun meanwhile
		if (this.calm) {
			this.clients.add(minutes, connections);
			this.watches.add(minutes, watching);
		}
	}

	private static long number(String line) {
		return Long.parseLong(line.replaceAll("\\D", ""));
	}

	private double metric(String path) throws IOException {
		return this.http.get(this.observed.server(), path).path("measurements").path(0).path("value").asDouble(0);
	}

	private static List<String> descriptors(long pid) throws IOException {
		List<String> targets = new ArrayList<>();
		try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
			for (Path link : links.toList()) {
				try {
					targets.add(Files.readSymbolicLink(link).toString());
				}
				catch (IOException ex) {
					// closed meanwhile
				}
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		return targets;
	}

	private double redisConnections() {
		return this.bed.redis()
			.stream()
			.mapToLong((server) -> Commands
				.output("redis-cli", "-h", server.split(":")[0], "-p", server.split(":")[1], "client", "list")
				.lines()
				.filter((line) -> line.startsWith("id="))
				.count() - 1)
			.sum();
	}

	private double watchers(Etcd.Member member) throws IOException {
		return this.http.text(member.server(), "/metrics")
			.lines()
			.filter((line) -> line.startsWith("etcd_debugging_mvcc_watcher_total "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.indexOf(' '))))
			.sum();
	}

	/** Whether there are as many samples as a verdict needs. */
	synchronized boolean isEnough() {
		return this.heap.isEnough() && this.clients.isEnough();
	}

	/** Prints all figures. Whatever is not flat, or not known to be, is a violation. */
	synchronized void tell() {
		List<Series> all = new ArrayList<>(List.of(this.heap, this.resident, this.threads, this.pooled,
				this.descriptors, this.sockets, this.clients));
		if (!this.bed.etcd.members().isEmpty()) {
			all.add(this.watches);
		}
		this.bed.report.line("threads at the end: %s", this.latest);
		for (Series series : all) {
			this.bed.report.line("%s", series);
			boolean demanded = series != this.resident || this.bed.options.minutes() >= LONG_MINUTES;
			demanded &= series != this.pooled;
			if (demanded && !series.isFlat()) {
				this.bed.report.violation("flatness", series.toString(), List.of());
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
