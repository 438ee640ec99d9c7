package dev.sm.benchmarks.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import dev.sm.benchmarks.migration.Servers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * What reading through a pool of three Redis servers costs, beside everybody else who
 * could read from three: one value, many in flight, and a hundred at once. Everything
 * runs in this process, against real servers on loopback; everybody has turns of about a
 * second, one after the other, and the medians of the turns are compared.
 */
public final class SpeedBenchmark {

	static final int KEYS = 10_000;

	private final List<Contender> contenders = new ArrayList<>();

	private final Servers servers = new Servers();

	private SpeedBenchmark() {
	}

	/**
	 * Runs it.
	 * @param args how many turns each has (7), how long a turn is in milliseconds (1000),
	 * and anything more for sm and Lettuce alone
	 */
	public static void main(String[] args) {
		LoggingSystem.get(SpeedBenchmark.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 7;
		long millis = (args.length > 1) ? Long.parseLong(args[1]) : 1000;
		SpeedBenchmark program = new SpeedBenchmark();
		try {
			program.start(args.length < 3);
			program.run(turns, millis * 1_000_000);
		}
		finally {
			program.contenders.forEach(Contender::close);
			program.servers.close();
		}
		System.exit(0);
	}

	static List<String> keys() {
		List<String> keys = new ArrayList<>(KEYS);
		for (int i = 0; i < KEYS; i++) {
			keys.add("user:profile:" + i);
		}
		Collections.shuffle(keys, new Random(1));
		return keys;
	}

	/** Every server has every key, so that all may place keys as they like. */
	private void start(boolean all) {
		List<Integer> ports = List.of(this.servers.redis(), this.servers.redis(), this.servers.redis());
		ports.forEach(this::fill);
		this.contenders.add(new PoolOfSm(ports));
		this.contenders.add(new LettuceByHand("Lettuce by hand", ports, false));
		if (!all) {
			return;
		}
		this.contenders.add(SpringTemplates.byHand(ports));
		this.contenders.add(new LettuceByHand("twemproxy, Lettuce", List.of(twemproxy(ports)), true));
		int cluster = cluster();
		LettuceCluster lettuce = new LettuceCluster(cluster);
		keys().forEach((key) -> lettuce.set(key, value(key)));
		this.contenders.add(lettuce);
		this.contenders.add(SpringTemplates.cluster(cluster));
		this.contenders.add(new JedisByHand(ports));
		this.contenders.add(new RedissonByHand(ports));
	}

	private static String value(String key) {
		return (key + "=").repeat(100).substring(0, 100);
	}

	private void fill(int port) {
		RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			keys().forEach((key) -> connection.async().set(key, value(key)));
			connection.sync().ping();
		}
		client.shutdown();
	}

	private int twemproxy(List<Integer> ports) {
		int port = Servers.freePort();
		StringBuilder pool = new StringBuilder("p:\n  listen: 127.0.0.1:" + port
				+ "\n  hash: fnv1a_64\n  distribution: ketama\n  redis: true\n  servers:\n");
		ports.forEach((server) -> pool.append("   - 127.0.0.1:").append(server).append(":1\n"));
		Path file = this.servers.directory().resolve("nutcracker.yml");
		try {
			Files.writeString(file, pool);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.servers.start("nutcracker", List.of("nutcracker", "--conf-file=" + file, "--stats-addr=127.0.0.1",
				"--stats-port=" + Servers.freePort(), "--mbuf-size=16384"));
		Servers.awaitPort(port);
		return port;
	}

	private int cluster() {
		List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
		int first = 0;
		for (int i = 0; i < 3; i++) {
			int port = this.servers.redis("--cluster-enabled", "yes", "--cluster-config-file", "nodes" + i + ".conf",
					"--cluster-port", "" + Servers.freePort());
			create.add("127.0.0.1:" + port);
			first = (first == 0) ? port : first;
		}
		create.addAll(List.of("--cluster-replicas", "0", "--cluster-yes"));
		Servers.run(create.toArray(String[]::new));
		return first;
	}

	private void run(int turns, long nanos) {
		List<String> keys = keys();
		SpeedTable one = new SpeedTable("GET, one thread", this.contenders);
		SpeedTable later = new SpeedTable("GET without waiting, 256 in flight",
				this.contenders.stream().filter(Contender::hasLater).toList());
		SpeedTable many = new SpeedTable("100 keys at once", this.contenders);
		for (int turn = -2; turn < turns; turn++) {
			one.turn(turn, (contender) -> Turn.one(contender, keys, nanos));
			later.turn(turn, (contender) -> Turn.later(contender, keys, nanos));
			many.turn(turn, (contender) -> Turn.many(contender, keys, nanos));
		}
		one.print("p50 at most 1.10", true);
		later.print("ops/s at least 0.95", false);
		many.print("p50 at most 1.15", true);
	}

}
