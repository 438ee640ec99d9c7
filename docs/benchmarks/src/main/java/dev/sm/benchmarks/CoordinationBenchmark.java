package dev.sm.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.etcd.EtcdCoordinationStore;
import dev.sm.coordination.raft.RaftCoordinationStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * Measures the embedded Raft group beside etcd, with one member and with three: latency
 * and rate of writes and reads, and how long a restart takes and how much is on disk with
 * many keys. The members of etcd are processes of their own, those of Raft share this
 * one; all are on this machine and sync their logs to its disk.
 */
public final class CoordinationBenchmark {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String VALUE = "v".repeat(200);

	private static final int IN_FLIGHT = 64;

	private final int keys;

	private final int seconds;

	private final Path folder;

	private CoordinationBenchmark(int keys, int seconds, Path folder) {
		this.keys = keys;
		this.seconds = seconds;
		this.folder = folder;
	}

	public static void main(String[] args) throws IOException {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
		int keys = (args.length > 0) ? Integer.parseInt(args[0]) : 100_000;
		int seconds = (args.length > 1) ? Integer.parseInt(args[1]) : 5;
		Path folder = Files.createTempDirectory("sm-coordination-");
		try {
			CoordinationBenchmark benchmark = new CoordinationBenchmark(keys, seconds, folder);
			print("%-8s %27s %27s %10s %10s %10s %10s", "", "write p50 / p99 ms", "read p50 / p99 ms", "writes/s",
					"load s", "restart s", "disk MB");
			for (int members : List.of(1, 3)) {
				benchmark.measure("etcd x" + members, benchmark.new Etcd(members));
				benchmark.measure("raft x" + members, benchmark.new Raft(members));
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
		System.exit(0);
	}

	private void measure(String name, Peer peer) throws IOException {
		try (peer) {
			peer.start();
			CoordinationStore store = peer.store();
			awaitAnswer(store);
			// the first ones load classes
			latencies(300, (i) -> put(store, "/warm/" + i));
			latencies(300, (i) -> store.get("/warm/" + i).toCompletableFuture().join());
			double[] writes = latencies(1000, (i) -> put(store, "/lat/" + i % 100));
			double[] reads = latencies(1000, (i) -> store.get("/lat/" + i % 100).toCompletableFuture().join());
			long rate = rate(store);
			double load = load(store);
			double restart = peer.restart();
			print("%-8s %13.2f /%12.2f %13.2f /%12.2f %10d %10.1f %10.2f %10.1f%s", name, writes[0], writes[1],
					reads[0], reads[1], rate, load, restart, size(peer.data()) / 1e6, peer.remarks());
		}
	}

	private static void put(CoordinationStore store, String key) {
		store.commit(Transaction.builder().put(key, VALUE).build()).toCompletableFuture().join();
	}

	private static double[] latencies(int count, Operation operation) {
		long[] nanos = new long[count];
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			operation.perform(i);
			nanos[i] = System.nanoTime() - start;
		}
		Arrays.sort(nanos);
		return new double[] { nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6 };
	}

	private long rate(CoordinationStore store) {
		Semaphore room = new Semaphore(IN_FLIGHT);
		AtomicLong done = new AtomicLong();
		long end = System.nanoTime() + Duration.ofSeconds(this.seconds).toNanos();
		for (int i = 0; System.nanoTime() - end < 0; i++) {
			room.acquireUninterruptibly();
			store.commit(Transaction.builder().put("/rate/" + i % 1000, VALUE).build())
				.whenComplete((result, failure) -> {
					room.release();
					if (failure == null) {
						done.incrementAndGet();
					}
				});
		}
		room.acquireUninterruptibly(IN_FLIGHT);
		return done.get() / this.seconds;
	}

	private double load(CoordinationStore store) {
		long start = System.nanoTime();
		for (int from = 0; from < this.keys; from += 50) {
			Transaction.Builder transaction = Transaction.builder();
			IntStream.range(from, Math.min(this.keys, from + 50)).forEach((i) -> transaction.put("/keys/" + i, VALUE));
			store.commit(transaction.build()).toCompletableFuture().join();
		}
		return (System.nanoTime() - start) / 1e9;
	}

	private static void awaitAnswer(CoordinationStore store) {
		long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		while (store.get("/any").handle((entry, failure) -> failure != null).toCompletableFuture().join()) {
			if (System.nanoTime() - end > 0) {
				throw new IllegalStateException(store + " does not answer");
			}
		}
	}

	private static long size(Path data) throws IOException {
		try (Stream<Path> files = Files.walk(data)) {
			return files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
		}
	}

	private static List<Integer> ports(int count) {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
			}
			List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
			for (ServerSocket socket : sockets) {
				socket.close();
			}
			return ports;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void print(String format, Object... arguments) {
		System.out.printf(Locale.ROOT, format + "%n", arguments);
	}

	/** Something that is measured. */
	private interface Peer extends AutoCloseable {

		void start();

		CoordinationStore store();

		/** Ends all members and starts them again: seconds until an answer. */
		double restart();

		/** Where one member keeps everything. */
		Path data();

		String remarks() throws IOException;

		@Override
		void close();

	}

	/** Does something for the i-th time. */
	private interface Operation {

		void perform(int i);

	}

	/** The real etcd. */
	private final class Etcd implements Peer {

		private final List<Integer> ports;

		private final int members;

		private final List<Process> processes = new ArrayList<>();

		private @Nullable CoordinationStore client;

		Etcd(int members) {
			this.members = members;
			this.ports = ports(2 * members);
		}

		@Override
		public void start() {
			String cluster = IntStream.range(0, this.members)
				.mapToObj((i) -> "m" + i + "=http://127.0.0.1:" + this.ports.get(this.members + i))
				.collect(Collectors.joining(","));
			for (int i = 0; i < this.members; i++) {
				String url = "http://127.0.0.1:" + this.ports.get(i);
				String peer = "http://127.0.0.1:" + this.ports.get(this.members + i);
				try {
					this.processes.add(new ProcessBuilder("etcd", "--name", "m" + i, "--data-dir", data(i).toString(),
							"--listen-client-urls", url, "--advertise-client-urls", url, "--listen-peer-urls", peer,
							"--initial-advertise-peer-urls", peer, "--initial-cluster", cluster, "--logger", "zap",
							"--log-level", "error")
						.redirectErrorStream(true)
						.redirectOutput(ProcessBuilder.Redirect.DISCARD)
						.start());
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
			this.client = new EtcdCoordinationStore(new EtcdCoordinationStore.Settings(this.ports.stream()
				.limit(this.members)
				.map((port) -> URI.create("http://127.0.0.1:" + port))
				.toList(), null, null, null, TIMEOUT));
		}

		private Path data(int member) {
			return CoordinationBenchmark.this.folder.resolve("etcd-" + this.members + "-" + member);
		}

		@Override
		public CoordinationStore store() {
			return Objects.requireNonNull(this.client);
		}

		@Override
		public double restart() {
			close();
			long start = System.nanoTime();
			start();
			awaitAnswer(Objects.requireNonNull(this.client));
			return (System.nanoTime() - start) / 1e9;
		}

		@Override
		public Path data() {
			return data(0);
		}

		@Override
		public String remarks() {
			return "";
		}

		@Override
		public void close() {
			Objects.requireNonNull(this.client).close();
			this.processes.forEach((process) -> process.destroyForcibly().onExit().join());
			this.processes.clear();
		}

	}

	/** The embedded group. */
	private final class Raft implements Peer {

		private final List<String> addresses;

		private final List<RaftCoordinationStore> stores = new ArrayList<>();

		Raft(int members) {
			this.addresses = ports(members).stream().map((port) -> "127.0.0.1:" + port).toList();
		}

		@Override
		public void start() {
			for (int i = 0; i < this.addresses.size(); i++) {
				this.stores.add(new RaftCoordinationStore(new RaftCoordinationStore.Settings(this.addresses.get(i),
						this.addresses, data(i), null, false, TIMEOUT, Duration.ofSeconds(1))));
			}
		}

		private Path data(int member) {
			return CoordinationBenchmark.this.folder.resolve("raft-" + this.addresses.size() + "-" + member);
		}

		@Override
		public CoordinationStore store() {
			return this.stores.get(0);
		}

		@Override
		public double restart() {
			close();
			long start = System.nanoTime();
			start();
			awaitAnswer(store());
			return (System.nanoTime() - start) / 1e9;
		}

		@Override
		public Path data() {
			return data(0);
		}

		@Override
		public String remarks() throws IOException {
			try (Stream<Path> files = Files.walk(data())) {
				return files.filter((file) -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"))
					.map((file) -> String.format(Locale.ROOT, "  %s %.1f MB", file.getFileName(),
							file.toFile().length() / 1e6))
					.collect(Collectors.joining());
			}
		}

		@Override
		public void close() {
			this.stores.forEach(RaftCoordinationStore::close);
			this.stores.clear();
		}

	}

}
