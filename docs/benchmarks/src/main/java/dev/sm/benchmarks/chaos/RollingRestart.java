package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Restarts all participants, one after the other and in good order, while clients send
 * requests: {@code --requests=N} (100000) at least, {@code --clients=N} (8), {@code
 * --rate=N} (500) a second at most, and the options of {@link Chaos} that say how large
 * the cluster is. Begins anew until enough requests were sent. With {@code
 * --upgrade=JAR} it is a rolling upgrade: the participants are started again with this
 * one instead of {@code --jar}, and then, one after the other as well, with the former
 * one. The exit code is 1 if a request failed.
 */
public final class RollingRestart {

	private static final Duration READY = Duration.ofMinutes(5);

	private final Testbed bed;

	/** What each round of restarts starts, in turn. */
	private final List<Path> jars;

	private final List<Long> stops = new ArrayList<>();

	private final List<Long> starts = new ArrayList<>();

	private final List<Long> gaps = new ArrayList<>();

	private RollingRestart(Testbed bed, List<Path> jars) {
		this.bed = bed;
		this.jars = jars;
	}

	public static void main(String[] args) throws IOException {
		// each request once
		System.setProperty("jdk.httpclient.disableRetryConnect", "true");
		System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
		List<String> rest = new ArrayList<>(List.of("--network=proxies", "--clocks=false", "--ttl=10",
				"--participants=5", "--stop-delay=" + 10 * ReadyParticipants.PERIOD.toSeconds()));
		int requests = 100_000;
		int clients = 8;
		int rate = 500;
		List<Path> jars = new ArrayList<>();
		for (String arg : args) {
			if (arg.startsWith("--requests=")) {
				requests = Integer.parseInt(arg.substring("--requests=".length()));
			}
			else if (arg.startsWith("--clients=")) {
				clients = Integer.parseInt(arg.substring("--clients=".length()));
			}
			else if (arg.startsWith("--rate=")) {
				rate = Integer.parseInt(arg.substring("--rate=".length()));
			}
			else if (arg.startsWith("--upgrade=")) {
				jars.add(Path.of(arg.substring("--upgrade=".length())));
			}
			else {
				rest.add(arg);
			}
		}
		Report report = new Report("");
		Options options = Options.parse(rest.toArray(String[]::new));
		jars.add(options.jar());
		int failed;
		try (Testbed bed = Testbed.start(options, report)) {
			failed = new RollingRestart(bed, jars).run(requests, clients, rate);
		}
		System.exit((failed == 0 && report.violations().isEmpty()) ? 0 : 1);
	}

	private int run(int requests, int clients, int rate) {
		Report report = this.bed.report;
		try (ReadyParticipants ready = new ReadyParticipants(this.bed.participants);
				SteadyLoad load = new SteadyLoad(ready)) {
			this.bed.participants.forEach((participant) -> awaitReady(participant, ready));
			load.start(clients, rate);
			// for the JVMs to get warm
			Waits.sleep(10_000);
			report.line("before: %d requests, %d failed, %s", load.sent(), load.failed(), load.latencies(0));
			int before = load.answered();
			for (int round = 0; load.sent() < requests || round < this.jars.size(); round++) {
				for (Participant participant : this.bed.participants) {
					Path jar = this.jars.get(round % this.jars.size());
					participant.run(jar);
					restart(participant, ready);
					report.line("%s is back with %s; %d requests, %d failed %s", participant, jar.getFileName(),
							load.sent(), load.failed(), load.failures());
				}
			}
			load.end();
			report.line("%d restarts, %d requests, %d failed", this.stops.size(), load.sent(), load.failed());
			load.failures().forEach((reason, times) -> report.line("  %d times %s", times, reason));
			report.line("while they were restarted: %s", load.latencies(before));
			report.line("from SIGTERM to the end of the process: %s", Report.summary(this.stops));
			report.line("from the start of the process to even shares: %s", Report.summary(this.starts));
			report.line("%d handoffs of those that stopped, from the end of the drop to the beginning of the add: %s",
					this.gaps.size(), millis());
			load.ledger().check(this.bed.participants.get(0).server(), report);
			report.line("%s, all of them counted once: %s", load.ledger().summary(), report.violations().isEmpty());
			return load.failed();
		}
	}

	private void restart(Participant participant, ReadyParticipants ready) {
		long begun = System.nanoTime();
		Life life = participant.life();
		participant.stop();
		long ended = System.nanoTime();
		this.stops.add(ended - begun);
		this.gaps.addAll(this.bed.recorder.gaps(life, begun));
		participant.start();
		awaitReady(participant, ready);
		this.bed.awaitSettled();
		this.starts.add(System.nanoTime() - ended);
	}

	private void awaitReady(Participant participant, ReadyParticipants ready) {
		Waits.until(participant + " is ready", READY, () -> ready.all().contains(participant));
	}

	private String millis() {
		long[] sorted = this.gaps.stream().mapToLong(Long::longValue).sorted().toArray();
		if (sorted.length == 0) {
			return "none";
		}
		return "p50 " + sorted[sorted.length / 2] / 1_000_000 + " ms, p99 "
				+ sorted[(int) Math.ceil(sorted.length * 0.99) - 1] / 1_000_000 + " ms, longest "
				+ sorted[sorted.length - 1] / 1_000_000 + " ms";
	}

}
