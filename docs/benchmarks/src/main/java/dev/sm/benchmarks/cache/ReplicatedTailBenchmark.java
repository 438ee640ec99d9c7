package dev.sm.benchmarks.cache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.ReplicaSettings;
import dev.sm.cache.ShardedTemplate;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.redis.RedisNodeFactory;

import org.springframework.dao.DataAccessException;

/**
 * Reads from a replicated pool of three Redis servers of which one is slow at times: one
 * in ten of its answers comes 30 ms late. Prints the tail without hedging and with
 * budgets of 1, 5 and 20 %, and what was sent beyond one command per read.
 */
public final class ReplicatedTailBenchmark {

	private static final int KEYS = 1_000;

	private static final long LATE_MILLIS = 30;

	private ReplicatedTailBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		int reads = (args.length > 0) ? Integer.parseInt(args[0]) : 20_000;
		List<Process> servers = new ArrayList<>();
		List<String> urls = new ArrayList<>();
		try {
			for (int i = 0; i < 3; i++) {
				int port = freePort();
				servers.add(server(port));
				urls.add("late://127.0.0.1:" + port);
			}
			System.out.println("| hedging | p50 ms | p95 ms | p99 ms | p99.9 ms | extra commands |");
			System.out.println("|---|---:|---:|---:|---:|---:|");
			for (double budget : new double[] { 0, 0.01, 0.05, 0.2 }) {
				run(urls, budget, reads);
			}
		}
		finally {
			servers.forEach(Process::destroyForcibly);
		}
	}

	private static void run(List<String> urls, double budget, int reads) {
		LateNodes nodes = new LateNodes();
		ReplicaSettings replicas = new ReplicaSettings(ReplicaSettings.Write.ALL, budget, true, Duration.ofMinutes(1),
				Duration.ZERO, 1_000, null);
		PoolSettings.Builder settings = PoolSettings.named("p").type(PoolSettings.Type.REPLICATED).replicas(replicas);
		for (int i = 0; i < urls.size(); i++) {
			settings.node(NodeSettings.of("n" + (i + 1), urls.get(i), 100));
		}
		try (Pools pools = Pools.builder().nodeFactories(List.of(nodes)).pools(List.of(settings.build())).build()) {
			ShardedTemplate template = pools.get("p");
			fill(template);
			read(template, reads / 4);
			nodes.gets.set(0);
			long[] took = read(template, reads);
			Arrays.sort(took);
			System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f | %.2f %% |%n",
					(budget == 0) ? "off" : Math.round(budget * 100) + " %", at(took, 0.5), at(took, 0.95),
					at(took, 0.99), at(took, 0.999), 100.0 * (nodes.gets.get() - reads) / reads);
		}
	}

	/** Servers that have just been started may not answer yet. */
	private static void fill(ShardedTemplate template) {
		long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		int i = 0;
		while (i < KEYS) {
			try {
				template.set("k" + i, "value of key " + i);
				i++;
			}
			catch (DataAccessException ex) {
				if (System.nanoTime() - until > 0) {
					throw ex;
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
			}
		}
	}

	private static long[] read(ShardedTemplate template, int reads) {
		long[] took = new long[reads];
		for (int i = 0; i < reads; i++) {
			String key = "k" + (i * 31 % KEYS);
			long started = System.nanoTime();
			if (template.get(key, String.class) == null) {
				throw new IllegalStateException(key + " is missing");
			}
			took[i] = System.nanoTime() - started;
		}
		return took;
	}

	private static double at(long[] sorted, double quantile) {
		return sorted[(int) Math.ceil(sorted.length * quantile) - 1] / 1e6;
	}

	private static Process server(int port) throws IOException {
		Path directory = Files.createTempDirectory("sm-tail");
		return new ProcessBuilder("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "",
				"--appendonly", "no", "--dir", directory.toString())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("redis.log").toFile())
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/** Redis servers, the second of which is late at times. */
	private static final class LateNodes implements NodeFactory {

		private final AtomicLong gets = new AtomicLong();

		private final RedisNodeFactory redis = new RedisNodeFactory();

		@Override
		public Set<String> schemes() {
			return Set.of("late");
		}

		@Override
		public NodeStorage create(NodeConfig config) {
			NodeStorage node = this.redis.create(new NodeConfig(config.id(), config.url().replace("late:", "redis:"),
					null, null, config.timeout(), null));
			return new Late(node, "n2".equals(config.id()), this.gets);
		}

	}

	/**
	 * Delays answers.
	 *
	 * @param node the node
	 * @param late whether one in ten of its answers is late
	 * @param gets counts the reads
	 */
	private record Late(NodeStorage node, boolean late, AtomicLong gets) implements NodeStorage {

		@Override
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			CompletionStage<R> answer = this.node.execute(command);
			if (!(command instanceof NodeCommand.Get)) {
				return answer;
			}
			boolean delay = this.gets.incrementAndGet() % 10 == 0 && this.late;
			return !delay ? answer
					: answer.toCompletableFuture()
						.thenApplyAsync((value) -> value,
								CompletableFuture.delayedExecutor(LATE_MILLIS, TimeUnit.MILLISECONDS));
		}

		@Override
		public Object nativeOperations() {
			return this.node.nativeOperations();
		}

		@Override
		public void close() {
			this.node.close();
		}

	}

}
