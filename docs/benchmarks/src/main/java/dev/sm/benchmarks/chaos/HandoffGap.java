package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sm.coordination.Transaction;
import dev.sm.coordination.etcd.EtcdCoordinationStore;

/**
 * How long a shard is without an owner when its participant is drained, beside what a
 * transaction of the same etcd takes in the same seconds: {@code --drains=N} (20), and
 * the options of {@link Chaos} that say how large the cluster is.
 */
public final class HandoffGap {

	private static final Duration DRAIN = Duration.ofSeconds(60);

	private static final double MARK = 5;

	private final Testbed bed;

	private final Http http = new Http(Duration.ofSeconds(10));

	private final EtcdCoordinationStore store;

	private final List<Long> gaps = new ArrayList<>();

	private final List<Long> transactions = new CopyOnWriteArrayList<>();

	private volatile boolean draining;

	private volatile boolean over;

	private HandoffGap(Testbed bed) {
		this.bed = bed;
		this.store = new EtcdCoordinationStore(
				new EtcdCoordinationStore.Settings(List.of(URI.create("http://" + bed.etcd.members().get(0).server())),
						null, null, null, Duration.ofSeconds(5)));
	}

	public static void main(String[] args) throws IOException {
		List<String> rest = new ArrayList<>(List.of("--network=proxies", "--clocks=false", "--ttl=10", "--redis=1"));
		int drains = 20;
		for (String arg : args) {
			if (arg.startsWith("--drains=")) {
				drains = Integer.parseInt(arg.substring("--drains=".length()));
			}
			else {
				rest.add(arg);
			}
		}
		Report report = new Report("");
		try (Testbed bed = Testbed.start(Options.parse(rest.toArray(String[]::new)), report)) {
			new HandoffGap(bed).run(drains);
		}
		System.exit(report.violations().isEmpty() ? 0 : 1);
	}

	private void run(int drains) {
		Thread prober = new Thread(this::probe, "prober");
		prober.start();
		// the first ones are for the JVMs to get warm
		for (int drain = -3; drain < drains; drain++) {
			drain(this.bed.participants.get(Math.floorMod(drain, this.bed.participants.size())), drain >= 0);
		}
		this.over = true;
		this.store.close();
		double gap = percentile(this.gaps, 99);
		double transaction = percentile(this.transactions, 99);
		this.bed.report.line("%d handoffs: p50 %.2f ms, p99 %.2f ms, longest %.2f ms", this.gaps.size(),
				percentile(this.gaps, 50), gap, percentile(this.gaps, 100));
		this.bed.report.line("%d transactions of etcd: p50 %.2f ms, p99 %.2f ms, longest %.2f ms",
				this.transactions.size(), percentile(this.transactions, 50), transaction,
				percentile(this.transactions, 100));
		this.bed.report.line(
				"p99 of the gap is %.2f times p99 of a transaction, p50 %.2f times p50 (mark: at most %.0f)",
				gap / transaction, percentile(this.gaps, 50) / percentile(this.transactions, 50), MARK);
	}

	private void drain(Participant participant, boolean counts) {
		long from = System.nanoTime();
		this.draining = counts;
		tell("drain", participant);
		Waits.until(participant + " is drained", DRAIN,
				() -> this.bed.recorder.heldBy(participant.life()) == 0 && this.bed.recorder.allAdded());
		this.draining = false;
		List<Long> gaps = this.bed.recorder.gaps(participant.life(), from);
		if (counts) {
			this.gaps.addAll(gaps);
		}
		tell("resume", participant);
		this.bed.awaitSettled();
	}

	private void tell(String action, Participant participant) {
		try {
			String body = String.format(Locale.ROOT, "{\"action\":\"%s\",\"participant\":\"%s\"}", action,
					participant.id());
			String error = this.http.post(participant.server(), "/actuator/shards/sample", body)
				.path("error")
				.asString("");
			if (!error.isEmpty()) {
				throw new IllegalStateException("cannot " + action + " " + participant + ": " + error);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("cannot " + action + " " + participant, ex);
		}
	}

	/** Commits small transactions, one after the other, with a pause. */
	private void probe() {
		while (!this.over) {
			long before = System.nanoTime();
			this.store.commit(Transaction.builder().put("/probe/key", "value").build()).toCompletableFuture().join();
			if (this.draining) {
				this.transactions.add(System.nanoTime() - before);
			}
			Waits.sleep(5);
		}
	}

	private static double percentile(List<Long> nanos, int percent) {
		List<Long> sorted = new ArrayList<>(nanos);
		Collections.sort(sorted);
		int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
		return sorted.isEmpty() ? Double.NaN
				: sorted.get(Math.max(0, index)) / (double) TimeUnit.MILLISECONDS.toNanos(1);
	}

}
