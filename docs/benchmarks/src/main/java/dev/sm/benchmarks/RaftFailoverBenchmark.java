package dev.sm.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sm.coordination.Session;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import dev.sm.coordination.raft.RaftCoordinationStore;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * Kills members of a Raft group of three processes, the leader and followers by turns,
 * and measures when the others are told that the victim's session has ended: the store's
 * part of a failover, to which ownership adds one transaction. Sessions live 2 s and are
 * renewed every half second.
 */
public final class RaftFailoverBenchmark {

	private static final Duration TTL = Duration.ofSeconds(2);

	private final List<String> addresses;

	private final Path folder;

	private final Map<Integer, Process> processes = new ConcurrentHashMap<>();

	private final Map<Integer, Long> gone = new ConcurrentHashMap<>();

	private final Set<Integer> alive = ConcurrentHashMap.newKeySet();

	private volatile String leader = "";

	private RaftFailoverBenchmark(List<String> addresses, Path folder) {
		this.addresses = addresses;
		this.folder = folder;
	}

	public static void main(String[] args) throws Exception {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
		if (args.length > 0 && args[0].equals("member")) {
			member(Integer.parseInt(args[1]), List.of(args[2].split(",")), Path.of(args[3]));
			return;
		}
		int kills = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		Path folder = Files.createTempDirectory("sm-raft-failover-");
		RaftFailoverBenchmark benchmark = new RaftFailoverBenchmark(
				List.of("127.0.0.1:17401", "127.0.0.1:17402", "127.0.0.1:17403"), folder);
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> benchmark.processes.values().forEach(Process::destroyForcibly)));
		try {
			benchmark.run(kills);
		}
		finally {
			benchmark.processes.values().forEach((process) -> process.destroyForcibly().onExit().join());
			FileSystemUtils.deleteRecursively(folder);
		}
		System.exit(0);
	}

	/** Holds a session, and tells of the others. */
	private static void member(int number, List<String> addresses, Path data) {
		PrintStream out = System.out;
		RaftCoordinationStore store = new RaftCoordinationStore(
				new RaftCoordinationStore.Settings(addresses.get(number), addresses, data, null, false,
						TTL.dividedBy(4), Duration.ofMillis(Long.getLong("sm.election-timeout", 500))));
		Snapshot seen = null;
		while (seen == null) {
			seen = store.list("/alive").handle((snapshot, failure) -> snapshot).toCompletableFuture().join();
		}
		store.watch("/alive", seen.revision(), new WatchListener() {

			@Override
			public void onEvents(List<WatchEvent> events, long revision) {
				events.forEach((event) -> out.println((event.entry() != null ? "here " : "gone ")
						+ event.key().substring(7) + " " + System.nanoTime()));
			}

			@Override
			public void onGap(String reason) {
				out.println("gap " + number + " 0");
			}

		});
		Session[] session = { open(store, number) };
		Executors.newScheduledThreadPool(1).scheduleAtFixedRate(() -> {
			boolean renewed = session[0].renew().handle((nothing, ex) -> ex == null).toCompletableFuture().join();
			if (!renewed && store.get("/alive/" + number)
				.handle((entry, ex) -> ex == null && entry == null)
				.toCompletableFuture()
				.join()) {
				session[0] = open(store, number);
			}
			out.println("leader " + store.leader() + " 0");
		}, 0, TTL.toMillis() / 4, TimeUnit.MILLISECONDS);
	}

	private static Session open(RaftCoordinationStore store, int number) {
		while (true) {
			Session session = store.openSession(TTL).handle((opened, ex) -> opened).toCompletableFuture().join();
			if (session != null && store
				.commit(Transaction.builder()
					.put("/alive/" + number, Long.toString(System.nanoTime()), session.id())
					.build())
				.handle((result, ex) -> ex == null)
				.toCompletableFuture()
				.join()) {
				return session;
			}
		}
	}

	private void run(int kills) throws Exception {
		for (int number = 0; number < 3; number++) {
			start(number);
		}
		List<Long> leaders = new ArrayList<>();
		List<Long> followers = new ArrayList<>();
		for (int kill = 0; kill < 2 * kills; kill++) {
			settle();
			int leading = leading();
			boolean ofLeader = kill % 2 == 0;
			int victim = ofLeader ? leading : (leading + 1 + kill / 2 % 2) % 3;
			this.gone.clear();
			long start = System.nanoTime();
			process(victim).destroyForcibly().onExit().join();
			await("the end of a session", () -> this.gone.containsKey(victim));
			long taken = this.gone.getOrDefault(victim, start) - start;
			(ofLeader ? leaders : followers).add(taken);
			System.out.printf(Locale.ROOT, "kill %d, %s: told after %.2f s%n", kill + 1,
					ofLeader ? "the leader" : "a follower", taken / 1e9);
			start(victim);
		}
		print("followers", followers);
		print("leaders", leaders);
	}

	private void settle() throws InterruptedException {
		for (int number = 0; number < 3; number++) {
			int awaited = number;
			await("member " + number, () -> this.alive.contains(awaited));
		}
		Thread.sleep(TTL.toMillis());
		await("a leader", () -> leading() >= 0);
	}

	private Process process(int number) {
		return Objects.requireNonNull(this.processes.get(number));
	}

	private int leading() {
		for (int number = 0; number < 3; number++) {
			if (this.addresses.get(number).replace(':', '_').equals(this.leader)) {
				return process(number).isAlive() ? number : -1;
			}
		}
		return -1;
	}

	private static void await(String what, BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new IllegalStateException("waited in vain for " + what);
			}
			Thread.sleep(5);
		}
	}

	private void start(int number) throws IOException {
		this.alive.remove(number);
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				RaftFailoverBenchmark.class.getName(), "member", "" + number, String.join(",", this.addresses),
				this.folder.resolve("member-" + number).toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.processes.put(number, process);
		Thread reader = new Thread(() -> read(process), "reader-" + number);
		reader.setDaemon(true);
		reader.start();
	}

	private void read(Process process) {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				String[] parts = line.split(" ");
				switch (parts[0]) {
					case "leader" -> this.leader = parts[1].equals("null") ? this.leader : parts[1];
					case "gone" -> {
						this.alive.remove(Integer.valueOf(parts[1]));
						this.gone.putIfAbsent(Integer.valueOf(parts[1]), Long.valueOf(parts[2]));
					}
					case "here" -> this.alive.add(Integer.valueOf(parts[1]));
					default -> {
						// a gap: the next list tells
					}
				}
			}
		}
		catch (IOException ex) {
			// it was killed
		}
	}

	private static void print(String name, List<Long> nanos) {
		Collections.sort(nanos);
		System.out.printf(Locale.ROOT, "%s: %d kills, median %.2f s, worst %.2f s (time to live %d s)%n", name,
				nanos.size(), nanos.get(nanos.size() / 2) / 1e9, nanos.get(nanos.size() - 1) / 1e9, TTL.toSeconds());
	}

}
