package dev.sm.benchmarks.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.sm.cache.MigrationMode;
import dev.sm.cache.MigrationRefusedException;
import dev.sm.cache.MigrationStatus;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * From three Redis servers to four and back under readers: a Redis Cluster that is
 * rebalanced by {@code redis-cli}, and a pool that is migrated, as fast as it can and at
 * the rate of the cluster; all in one run on one machine. Whatever does not come to an
 * end in time fails it.
 */
final class Rebalance {

	private static final int READERS = 2;

	private static final int CHUNK = 1000;

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(240);

	private static final String VALUE = "x".repeat(100);

	private final int keys;

	private final Servers servers = new Servers();

	private Rebalance(int keys) {
		this.keys = keys;
	}

	/**
	 * Runs it.
	 * @param args how many keys (100,000 if none), and {@code pool} to leave out the
	 * cluster
	 */
	public static void main(String[] args) {
		Member.quiet();
		LoggingSystem.get(Rebalance.class.getClassLoader()).setLogLevel("io.lettuce", LogLevel.ERROR);
		Rebalance program = new Rebalance((args.length > 0) ? Integer.parseInt(args[0]) : 100_000);
		int code = 1;
		try {
			program.run(args.length < 2);
			code = 0;
		}
		catch (RuntimeException ex) {
			System.out.println("failed: " + ex);
		}
		finally {
			program.servers.close();
		}
		System.exit(code);
	}

	private void run(boolean beside) {
		System.out.println(this.keys + " keys of " + VALUE.length() + " bytes, " + READERS + " readers");
		System.out.println(Figures.HEADER);
		List<Figures> cluster = beside ? cluster() : List.of();
		double rate = cluster.stream().mapToDouble(Figures::rate).average().orElse(10_000);
		String etcd = this.servers.etcd();
		pool(etcd, "warm", this.keys, 0);
		List<Figures> fast = pool(etcd, "sm", this.keys, 0);
		List<Figures> slow = pool(etcd, "sm at the cluster's rate", this.keys, (int) rate);
		double p99 = cluster.stream().mapToDouble(Figures::p99).average().orElse(Double.NaN);
		System.out.printf(
				"unthrottled %.2f x the cluster's rate (mark 3); throttled p99 %.2f x the cluster's (mark 1); "
						+ "misses and errors of sm %d (mark 0)%n",
				fast.stream().mapToDouble(Figures::rate).average().orElseThrow() / rate,
				slow.stream().mapToDouble(Figures::p99).average().orElseThrow() / p99,
				Stream.of(fast, slow)
					.flatMap(List::stream)
					.mapToLong((figures) -> figures.misses() + figures.errors())
					.sum());
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
		try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
			for (int from = 0; from < this.keys; from += CHUNK) {
				Map<String, String> chunk = chunk(from, this.keys);
				List<RedisFuture<?>> answers = new ArrayList<>();
				chunk.forEach((key, value) -> answers.add(connection.async().set(key, value)));
				LettuceFutures.awaitAll(1, TimeUnit.MINUTES, answers.toArray(RedisFuture<?>[]::new));
			}
			Servers.run("redis-cli", "--cluster", "add-node", "127.0.0.1:" + ports.get(3), first);
			awaitCluster(first);
			ports.forEach(Rebalance::awaitOk);
			String fourth = Servers.run("redis-cli", "-p", "" + ports.get(3), "cluster", "myid").strip();
			Function<String, @Nullable String> read = connection.sync()::get;
			measure("Redis Cluster at rest", read, this.keys, Rebalance::rest);
			Figures there = measure("Redis Cluster 3 to 4", read, this.keys, () -> {
				Servers.run("redis-cli", "--cluster", "rebalance", first, "--cluster-use-empty-masters");
				return size(ports.get(3));
			});
			awaitCluster(first);
			ports.forEach(Rebalance::awaitOk);
			long size = size(ports.get(3));
			Figures back = measure("Redis Cluster 4 to 3", read, this.keys, () -> {
				Servers.run("redis-cli", "--cluster", "rebalance", first, "--cluster-weight", fourth + "=0");
				return size - size(ports.get(3));
			});
			return List.of(there, back);
		}
		finally {
			client.shutdown();
			ports.forEach(this.servers::stop);
		}
	}

	private static long rest() {
		Servers.sleep(3000);
		return 0;
	}

	private static Map<String, String> chunk(int from, int keys) {
		Map<String, String> chunk = new LinkedHashMap<>();
		for (int i = from; i < Math.min(keys, from + CHUNK); i++) {
			chunk.put("key" + i, VALUE);
		}
		return chunk;
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

	/** A server that has just joined takes no slot before it has heard of all others. */
	private static void awaitOk(int port) {
		for (int i = 0; i < 600; i++) {
			if (Servers.run("redis-cli", "-p", "" + port, "cluster", "info").contains("cluster_state:ok")) {
				return;
			}
			Servers.sleep(100);
		}
		throw new IllegalStateException("the cluster is down at port " + port);
	}

	private static long size(int port) {
		return Long.parseLong(Servers.run("redis-cli", "-p", "" + port, "dbsize").strip());
	}

	private List<Figures> pool(String etcd, String what, int keys, int rate) {
		String name = "p" + what.length();
		List<Integer> ports = new ArrayList<>();
		Map<String, String> nodes = new LinkedHashMap<>();
		for (int i = 1; i <= 4; i++) {
			ports.add(this.servers.redis());
			nodes.put("n" + i, "redis://127.0.0.1:" + ports.get(i - 1));
		}
		try (var store = Member.store(etcd);
				Pools pools = Member.pools("one", store, Member.settings(name, nodes, 3, rate))) {
			ShardedTemplate pool = pools.get(name);
			Member.fill(pool, "first", 10, VALUE);
			for (int from = 0; from < keys; from += CHUNK) {
				pool.multiSet(chunk(from, keys), null);
			}
			Function<String, @Nullable String> read = (key) -> pool.get(key, String.class);
			measure(what + " at rest", read, keys, Rebalance::rest);
			Figures there = measure(what + " 3 to 4", read, keys, () -> migrate(pools, name, 100));
			Figures back = measure(what + " 4 to 3", read, keys, () -> migrate(pools, name, 0));
			return List.of(there, back);
		}
		finally {
			ports.forEach(this.servers::stop);
		}
	}

	/** The whole of it, until every instance uses the new places only. */
	private static long migrate(Pools pools, String name, int weight) {
		long began = System.nanoTime();
		StringBuilder steps = new StringBuilder();
		pools.migrations().begin(name, Map.of("n1", 100, "n2", 100, "n3", 100, "n4", weight), MigrationMode.ACTIVE);
		long moved = 0;
		String last = "";
		while (!last.equals("STABLE")) {
			MigrationStatus status = pools.migrations().status(name);
			if (!status.phase().equals(last)) {
				last = status.phase();
				steps.append(String.format(" %s %d ms", last, (System.nanoTime() - began) / 1_000_000));
			}
			moved = Math.max(moved, status.moved());
			if (System.nanoTime() - began > PATIENCE) {
				throw new IllegalStateException("a migration does not come to an end:" + steps + ", " + status);
			}
			if (last.equals("RUN") && Long.valueOf(0).equals(status.remaining())) {
				end(pools, name);
			}
			Servers.sleep(5);
		}
		System.out.println("   " + steps);
		return moved;
	}

	private static void end(Pools pools, String name) {
		try {
			pools.migrations().end(name);
		}
		catch (MigrationRefusedException ex) {
			// it is looked once more whether nothing is left
		}
	}

	/** Reads while something moves, and tells how both went. */
	private static Figures measure(String what, Function<String, @Nullable String> read, int keys, Moving moving) {
		List<Reader> readers = new ArrayList<>();
		for (int i = 0; i < READERS; i++) {
			readers.add(new Reader(read, keys, i));
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
		Figures figures = new Figures(what, moved, seconds, at(times, 0.5), at(times, 0.99), times.length,
				readers.stream().mapToLong((reader) -> reader.misses).sum(),
				readers.stream().mapToLong((reader) -> reader.errors).sum());
		System.out.println(figures);
		return figures;
	}

	private static double at(long[] times, double share) {
		return (times.length > 0) ? times[(int) (times.length * share)] / 1e6 : Double.NaN;
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
	 * @param moved keys that moved
	 * @param seconds in how many seconds
	 * @param p50 what half of the reads took at most, in milliseconds
	 * @param p99 of 100 reads the slowest but one, in milliseconds
	 * @param reads how many
	 * @param misses keys that were not found
	 * @param errors reads that failed
	 */
	private record Figures(String what, long moved, double seconds, double p50, double p99, int reads, long misses,
			long errors) {

		private static final String HEADER = String.format("%-34s %8s %8s %8s %8s %8s %8s %7s %7s", "", "keys", "s",
				"keys/s", "p50 ms", "p99 ms", "reads", "misses", "errors");

		private double rate() {
			return this.moved / this.seconds;
		}

		@Override
		public String toString() {
			return String.format("%-34s %8d %8.2f %8.0f %8.3f %8.3f %8d %7d %7d", this.what, this.moved, this.seconds,
					rate(), this.p50, this.p99, this.reads, this.misses, this.errors);
		}

	}

}
