package dev.sm.benchmarks.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.springframework.web.client.RestClient;

/**
 * One way to servers, and what requests took on it.
 */
final class Way {

	private static final int THREADS = Integer.getInteger("threads", 8);

	private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("seconds", 4));

	private static final int MOST = 1_000_000;

	private final String name;

	private final RestClient client;

	private final String base;

	/** Throughput, p50 and p99 of each round. */
	private final List<double[]> rounds = new ArrayList<>();

	Way(String name, RestClient client, String base) {
		this.name = name;
		this.client = client;
		this.base = base;
	}

	/** Many threads for a while. */
	void round(boolean counts) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		long end = System.nanoTime() + ROUND_NANOS;
		List<Future<Latencies>> threads = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			int first = thread * 1000;
			threads.add(executor.submit(() -> requests(first, end)));
		}
		Latencies all = new Latencies(MOST);
		for (Future<Latencies> thread : threads) {
			all.addAll(thread.get());
		}
		executor.shutdown();
		if (counts) {
			this.rounds.add(new double[] { all.size() / (ROUND_NANOS / 1e9), all.millis(50), all.millis(99) });
		}
	}

	private Latencies requests(int first, long end) {
		Latencies latencies = new Latencies(MOST / THREADS);
		for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
			this.client.get()
				.uri(this.base + "/items/" + (first + latencies.size() % 1000))
				.retrieve()
				.body(String.class);
			latencies.add(System.nanoTime() - start);
		}
		return latencies;
	}

	/** The median of a figure over all rounds. */
	double median(int figure) {
		return this.rounds.stream().mapToDouble((round) -> round[figure]).sorted().toArray()[this.rounds.size() / 2];
	}

	void print() {
		System.out.printf("%-8s %6.0f requests/s, p50 %.2f ms, p99 %.2f ms%n", this.name, median(0), median(1),
				median(2));
	}

}
