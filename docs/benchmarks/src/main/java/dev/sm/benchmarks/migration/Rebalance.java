package dev.sm.benchmarks.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sm.cache.MigrationMode;
import dev.sm.cache.MigrationRefusedException;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import org.jspecify.annotations.Nullable;

/**
 * From three Redis servers to four and back under readers: a Redis Cluster that is
 * rebalanced by {@code redis-cli}, and a pool that is migrated, as fast as it can and at
 * the rate of the cluster; all in one run on one machine.
 */
final class Rebalance {

	private static final int READERS = 2;

	private static final String VALUE = "x".repeat(100);

	private final int keys;

	private final Servers servers = new Servers();

	private Rebalance(int keys) {
		this.keys = keys;
	}

	/**
	 * Runs it.
	 * @param args how many keys; 40,000 if none
	 */
	public static void main(String[] args) {
		Member.quiet();
		Rebalance program = new Rebalance((args.length > 0) ? Integer.parseInt(args[0]) : 40_000);
		try {
			program.run();
		}
		finally {
			program.servers.close();
		}
		System.exit(0);
	}

	private void run() {
		List<Figures> cluster = cluster();
		double rate = cluster.stream().mapToDouble(Figures::rate).average().orElseThrow();
		List<Figures> fast = pool("fast", 0);
		List<Figures> slow = pool("slow", (int) rate);
		double p99 = cluster.stream().mapToDouble(Figures::p99).average().orElseThrow();
		System.out.printf("%-34s %10s %10s %8s %7s%n", "", "keys/s", "p99 ms", "misses", "errors");
		Stream.of(cluster, fast, slow).flatMap(List::stream).forEach(System.out::println);
		System.out.printf(
				"unthrottled %.2f x the cluster's rate (mark 3); throttled p99 %.2f x the cluster's (mark 1)%n",
				fast.stream().mapToDouble(Figures::rate).average().orElseThrow() / rate,
				slow.stream().mapToDouble(Figures::p99).average().orElseThrow() / p99);
	}

	private List<Figures> cluster() {
		List<Integer> ports = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			ports.add(this.servers.redis("--cluster-enabled", "yes", "--cluster-config-file", "nodes" + i + ".conf",
					"--cluster-port", "" + Servers.freePort()));
		}
		List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
		ports.subList(0, 3).forEach((port) -> create.add("127.0.0.1:" + port));
		create.addAll(List.of("--cluster-replicas", "0", "--cluster-yes"));
		Servers.run(create.toArray(String[]::new));
		String first = "127.0.0.1:" + ports.get(0);
		awaitCluster(first);
		RedisClusterClient client = RedisClusterClient.create(RedisURI.create("127.0.0.1", ports.get(0)));
		RedisAdvancedClusterCommands<String, String> commands = client.connect().sync();
		for (int i = 0; i < this.keys; i++) {
			commands.set("key" + i, VALUE);
		}
		Servers.run("redis-cli", "--cluster", "add-node", "127.0.0.1:" + ports.get(3), first);
		awaitCluster(first);
		String fourth = Servers.run("redis-cli", "-p", "" + ports.get(3), "cluster", "myid").strip();
		List<Figures> figures = new ArrayList<>();
		figures.add(measure("Redis Cluster 3 to 4", commands::get, () -> {
			Servers.run("redis-cli", "--cluster", "rebalance", first, "--cluster-use-empty-masters");
			return size(ports.get(3));
		}));
		awaitCluster(first);
		long there = size(ports.get(3));
		figures.add(measure("Redis Cluster 4 to 3", commands::get, () -> {
			Servers.run("redis-cli", "--cluster", "rebalance", first, "--cluster-weight", fourth + "=0");
			return there - size(ports.get(3));
		}));
		client.shutdown();
		ports.forEach((port) -> Servers.run("redis-cli", "-p", "" + port, "flushall"));
		return figures;
	}

	private static void awaitCluster(String server) {
		for (int i = 0; i < 600; i++) {
			try {
				if (Servers.run("redis-cli", "--cluster", "check", server).contains("All nodes agree")) {
					return;
				}
			}
			catch (IllegalStateException ex) {
				// not yet
			}
			Servers.sleep(100);
		}
		throw new IllegalStateException("the cluster does not agree");
	}

	private static long size(int port) {
		return Long.parseLong(Servers.run("redis-cli", "-p", "" + port, "dbsize").strip());
	}

	private List<Figures> pool(String name, int rate) {
		Map<String, String> nodes = new LinkedHashMap<>();
		for (int i = 1; i <= 4; i++) {
			nodes.put("n" + i, "redis://127.0.0.1:" + this.servers.redis());
		}
		String what = (rate > 0) ? "sm at " + rate + "/s, " : "sm, ";
		try (var store = Member.store(this.servers.etcd());
				Pools pools = Member.pools("one", store, Member.settings(name, nodes, 3, rate))) {
			ShardedTemplate pool = pools.get(name);
			Member.fill(pool, "key", this.keys, VALUE);
			Function<String, @Nullable String> read = (key) -> pool.get(key, String.class);
			return List.of(measure(what + "3 to 4", read, () -> migrate(pools, name, 100)),
					measure(what + "4 to 3", read, () -> migrate(pools, name, 0)));
		}
	}

	/** The whole of it, until every instance uses the new places only. */
	private static long migrate(Pools pools, String name, int weight) {
		pools.migrations()
			.begin(name,
					Member.nodes("n1=100,n2=100,n3=100,n4=" + weight)
						.entrySet()
						.stream()
						.collect(Collectors.toMap(Map.Entry::getKey, (node) -> Integer.valueOf(node.getValue()))),
					MigrationMode.ACTIVE);
		long moved = 0;
		while (!pools.migrations().status(name).phase().equals("STABLE")) {
			moved = Math.max(moved, pools.migrations().status(name).moved());
			try {
				if (Long.valueOf(0).equals(pools.migrations().status(name).remaining())) {
					pools.migrations().end(name);
				}
			}
			catch (MigrationRefusedException ex) {
				// not yet
			}
			Servers.sleep(10);
		}
		return moved;
	}

	/** Reads while something moves, and tells how both went. */
	private Figures measure(String what, Function<String, @Nullable String> read, Moving moving) {
		List<Reader> readers = new ArrayList<>();
		for (int i = 0; i < READERS; i++) {
			readers.add(new Reader(read, this.keys, i));
		}
		readers.forEach(Thread::start);
		Servers.sleep(500);
		readers.forEach((reader) -> reader.counting = true);
		long began = System.nanoTime();
		long moved = moving.move();
		double seconds = (System.nanoTime() - began) / 1e9;
		readers.forEach((reader) -> reader.stopped = true);
		try {
			for (Reader reader : readers) {
				reader.join();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		long[] times = readers.stream()
			.flatMapToLong((reader) -> Arrays.stream(reader.times, 0, reader.count))
			.toArray();
		Arrays.sort(times);
		Figures figures = new Figures(what, moved / seconds,
				(times.length > 0) ? times[(int) (times.length * 0.99)] / 1e6 : 0,
				readers.stream().mapToLong((reader) -> reader.misses).sum(),
				readers.stream().mapToLong((reader) -> reader.errors).sum());
		System.out.println("done: " + figures + " (" + moved + " keys in " + Math.round(seconds * 100) / 100.0 + " s)");
		return figures;
	}

	/** Moves keys, and tells how many. */
	private interface Moving {

		long move();

	}

	/** Reads keys, one after the other, with a little time between. */
	private static final class Reader extends Thread {

		private final Function<String, @Nullable String> read;

		private final int keys;

		private final Random random;

		private final long[] times = new long[2_000_000];

		private volatile boolean counting;

		private volatile boolean stopped;

		private int count;

		private long misses;

		private long errors;

		private Reader(Function<String, @Nullable String> read, int keys, int seed) {
			this.read = read;
			this.keys = keys;
			this.random = new Random(seed);
		}

		@Override
		public void run() {
			while (!this.stopped) {
				long began = System.nanoTime();
				try {
					this.misses += (this.read.apply("key" + this.random.nextInt(this.keys)) != null) ? 0 : 1;
				}
				catch (RuntimeException ex) {
					this.errors++;
				}
				if (this.counting && this.count < this.times.length) {
					this.times[this.count++] = System.nanoTime() - began;
				}
				LockSupport.parkNanos(500_000);
			}
		}

	}

	/**
	 * What was seen.
	 *
	 * @param what of what
	 * @param rate keys that moved in a second
	 * @param p99 of 100 reads the slowest but one, in milliseconds
	 * @param misses keys that were not found
	 * @param errors reads that failed
	 */
	private record Figures(String what, double rate, double p99, long misses, long errors) {

		@Override
		public String toString() {
			return String.format("%-34s %10.0f %10.2f %8d %7d", this.what, this.rate, this.p99, this.misses,
					this.errors);
		}

	}

}
