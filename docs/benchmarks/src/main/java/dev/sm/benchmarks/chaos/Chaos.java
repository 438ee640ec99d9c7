package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Starts real processes of the sample on a real etcd and real Redis servers, injects
 * faults chosen by a seed, and checks from outside that no shard has two owners, that
 * epochs grow, that shards come back, that only lost shards move, and that what was
 * acknowledged is counted. The exit code is 1 if something was violated. See
 * {@link Options} for what can be said on the command line.
 */
public final class Chaos {

	private final Testbed bed;

	private final Options options;

	private final Report report;

	private final Random random;

	private final Injector injector;

	private Chaos(Testbed bed) {
		this.bed = bed;
		this.options = bed.options;
		this.report = bed.report;
		this.random = new Random(this.options.seed());
		this.injector = new Injector(bed, this.random);
	}

	public static void main(String[] args) throws IOException {
		Options options = Options.parse(args);
		Report report = new Report(options.log());
		report.line("seed %d: %s", options.seed(), options);
		try (Testbed bed = Testbed.start(options, report)) {
			report.line("started and settled: %s", bed.recorder.state());
			new Chaos(bed).run();
		}
		report.line("%d violations", report.violations().size());
		System.exit(report.violations().isEmpty() ? 0 : 1);
	}

	private void run() {
		Ledger ledger;
		try (Traffic traffic = new Traffic(this.bed.participants)) {
			ledger = traffic.ledger();
			traffic.start(this.options.seed());
			if (this.options.raft()) {
				this.bed.raft.traffic().start(this.options.seed());
			}
			if (this.options.failover() > 0) {
				failover();
			}
			else {
				storm();
			}
		}
		ledger.check(this.bed.participants.get(0).server(), this.report);
		this.report.line("%s", ledger.summary());
		this.report.line("%s", this.bed.recorder.summary());
		if (this.options.raft()) {
			this.bed.raft.checkCopies();
			this.report.line("%s; on disk: %s", this.bed.raft.traffic().summary(), this.bed.raft.sizes());
		}
	}

	private void failover() {
		List<Long> taken = new ArrayList<>();
		for (int kill = 1; kill <= this.options.failover(); kill++) {
			this.injector.settle();
			taken.add(this.injector.kill(victim()));
			this.report.line("kill %d: all shards held elsewhere after %.2f s", kill, taken.get(kill - 1) / 1e9);
		}
		this.injector.settle();
		double ttl = this.options.ttl().toMillis() / 1e3;
		this.report.line("failover: %s (mark: median %.1f s, worst %.1f s)", Report.summary(taken), ttl + 0.6, ttl + 1);
	}

	private Participant victim() {
		if (!this.options.raft() || this.options.victim().equals("any")) {
			return this.bed.any(this.random);
		}
		Participant leader = this.bed.raft.leader();
		if (this.options.victim().equals("leader")) {
			return leader;
		}
		Participant other = leader;
		while (other == leader) {
			other = this.bed.any(this.random);
		}
		return other;
	}

	private void storm() {
		long end = System.nanoTime() + Duration.ofMinutes(this.options.minutes()).toNanos();
		Map<Fault, List<Long>> taken = new EnumMap<>(Fault.class);
		while (System.nanoTime() - end < 0) {
			List<Fault> round = new ArrayList<>(Fault.of(this.bed));
			Collections.shuffle(round, this.random);
			for (Fault fault : round) {
				if (System.nanoTime() - end < 0) {
					this.injector.settle();
					Injection injection = this.injector.inject(fault);
					taken.computeIfAbsent(fault, (each) -> new ArrayList<>()).add(injection.recovery());
					this.report.line("%s: recovered in %.2f s", fault, injection.recovery() / 1e9);
					this.report.log(injection);
				}
			}
		}
		this.injector.settle();
		taken.forEach((fault, nanos) -> this.report.line("%-52s %s", fault, Report.summary(nanos)));
	}

}
