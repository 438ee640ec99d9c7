package dev.sm.benchmarks.migration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;

import dev.sm.benchmarks.migration.Operation.Verb;
import dev.sm.cache.MigrationMode;
import dev.sm.cache.MigrationRefusedException;
import dev.sm.cache.MigrationStatus;
import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.ShardedTemplate;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.etcd.EtcdCoordinationStore;
import dev.sm.storage.redis.RedisNodeFactory;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.dao.DataAccessException;

/**
 * One instance of an application with a pool {@code p}: a process that is told on its
 * standard input what to do, and answers on its standard output, each answer on a line
 * that starts with {@code >}. While it works it writes down what it asked and was
 * answered, line by line, so that nothing is lost when it is killed.
 */
final class Member {

	/** How long the keys of one period are written, in nanoseconds. */
	static final long PERIOD = 1_500_000_000L;

	private static final int KEYS = 6;

	private static final int THREADS = 3;

	private final PrintStream out = System.out;

	private final String id;

	private final Path directory;

	private final Pools pools;

	private final ShardedTemplate pool;

	private volatile boolean working;

	private Member(String id, String etcd, Path directory, Map<String, String> nodes, int weighted, int rate) {
		this.id = id;
		this.directory = directory;
		this.pools = pools(id, store(etcd), settings("p", nodes, weighted, rate));
		this.pool = this.pools.get("p");
	}

	/** A pool whose first nodes have weights. */
	static PoolSettings settings(String name, Map<String, String> nodes, int weighted, int rate) {
		PoolSettings.Builder settings = PoolSettings.named(name)
			.migrationRate((rate > 0) ? rate : null)
			.loadDeadline(Duration.ofSeconds(3));
		nodes.forEach((node, url) -> settings
			.node(NodeSettings.of(node, url, (Integer.parseInt(node.substring(1)) <= weighted) ? 100 : 0)));
		return settings.build();
	}

	static CoordinationStore store(String etcd) {
		return new EtcdCoordinationStore(new EtcdCoordinationStore.Settings(List.of(URI.create(etcd)), null, null, null,
				Duration.ofMillis(800)));
	}

	static Pools pools(String id, CoordinationStore store, PoolSettings settings) {
		return Pools.builder()
			.pools(List.of(settings))
			.nodeFactories(List.of(new RedisNodeFactory()))
			.weightsIn(store, "/sm", Duration.ofSeconds(60))
			.participant(id, Duration.ofSeconds(3))
			.loadExecutor(Executors.newCachedThreadPool())
			.build();
	}

	/**
	 * Runs an instance until its standard input ends.
	 * @param args id, address of etcd, directory, nodes as {@code n1=URL,...}, how many
	 * of them have weights, keys that a migration moves in a second or 0
	 */
	public static void main(String[] args) throws IOException {
		quiet();
		Member member = new Member(args[0], args[1], Path.of(args[2]), nodes(args[3]), Integer.parseInt(args[4]),
				Integer.parseInt(args[5]));
		member.answer("ready");
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			member.obey(line.split(" "));
		}
		member.working = false;
		member.pools.close();
		System.exit(0);
	}

	/** Writes keys with one value; the first ones may wait for connections. */
	static void fill(ShardedTemplate pool, String prefix, int count, String value) {
		for (int i = 0, failed = 0; i < count;) {
			try {
				pool.set(prefix + i, value);
				i++;
			}
			catch (DataAccessException ex) {
				if (++failed > 60) {
					throw ex;
				}
			}
		}
	}

	static void quiet() {
		LoggingSystem logging = LoggingSystem.get(Member.class.getClassLoader());
		logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		logging.setLogLevel("dev.sm.cache", LogLevel.INFO);
	}

	/** Reads names and texts, as in {@code n1=a,n2=b}. */
	static Map<String, String> nodes(String text) {
		Map<String, String> nodes = new LinkedHashMap<>();
		for (String part : text.split(",")) {
			nodes.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
		}
		return nodes;
	}

	static Map<String, Integer> weights(String text) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		nodes(text).forEach((node, weight) -> weights.put(node, Integer.valueOf(weight)));
		return weights;
	}

	private void answer(String text) {
		synchronized (this.out) {
			this.out.println("> " + text);
			this.out.flush();
		}
	}

	private void obey(String[] words) {
		try {
			switch (words[0]) {
				case "begin" ->
					told(this.pools.migrations().begin("p", weights(words[2]), MigrationMode.valueOf(words[1])));
				case "end" -> told(this.pools.migrations().end("p"));
				case "abort" -> told(this.pools.migrations().abort("p"));
				case "status" -> told(this.pools.migrations().status("p"));
				case "work" -> work();
				case "load" -> load(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
				default -> answer("what is " + words[0] + "?");
			}
		}
		catch (MigrationRefusedException ex) {
			answer("refused " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			answer("failed " + ex);
		}
	}

	private void told(MigrationStatus status) {
		answer(status.phase() + " " + status.remaining() + " " + status.moved() + " " + status.to());
	}

	/** Loads a key on a thread of its own, and tells each run of the loader. */
	private void load(String key, long ttl, long takes) {
		new Thread(() -> {
			try {
				String value = this.pool.getOrLoad(key, String.class, Duration.ofMillis(ttl), () -> {
					answer("loading " + key);
					Thread.sleep(takes);
					return this.id;
				});
				answer("loaded " + key + " " + value);
			}
			catch (DataAccessException ex) {
				answer("failed " + key + " " + ex.getMessage());
			}
		}).start();
	}

	private void work() {
		this.working = true;
		for (int i = 0; i < THREADS; i++) {
			String client = this.id + "-" + i;
			Thread worker = new Thread(() -> work(client), client);
			worker.setDaemon(true);
			worker.start();
		}
		answer("works");
	}

	private void work(String client) {
		Random random = new Random();
		Path file = this.directory.resolve(client + "-" + System.nanoTime() + ".history");
		try (FileChannel history = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			for (long sequence = 1; this.working; sequence++) {
				operate(client, history, random, sequence);
				Thread.sleep(random.nextInt(6));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Mostly keys of this period; at times a look at one of those before. */
	private void operate(String client, FileChannel history, Random random, long sequence) throws IOException {
		long period = System.nanoTime() / PERIOD;
		boolean look = random.nextInt(20) == 0;
		String key = "h" + (look ? period - 1 - random.nextInt(8) : period) + "-" + random.nextInt(KEYS);
		Verb verb = look ? Verb.GET : Verb.values()[random.nextInt(Verb.values().length)];
		long argument = (verb == Verb.INCREMENT) ? 1 : ((System.nanoTime() / 1000) << 10);
		boolean expires = verb == Verb.EXPIRE
				|| ((verb == Verb.SET || verb == Verb.SET_IF_ABSENT) && random.nextInt(3) == 0);
		long ttl = expires ? 100 + random.nextInt(1500) : 0;
		write(history, "B " + sequence + " " + key + " " + verb + " " + argument + " " + ttl * 1_000_000 + " "
				+ System.nanoTime());
		try {
			long result = operate(verb, key, argument, Duration.ofMillis(Math.max(ttl, 1)), expires);
			write(history, "E " + sequence + " " + result + " " + System.nanoTime());
		}
		catch (DataAccessException ex) {
			write(history, "U " + sequence + " " + client + " " + ex.getClass().getSimpleName());
		}
	}

	private long operate(Verb verb, String key, long argument, Duration ttl, boolean expires) {
		return switch (verb) {
			case GET -> {
				Long found = this.pool.get(key, Long.class);
				yield (found != null) ? found : Operation.NOTHING;
			}
			case SET -> {
				if (expires) {
					this.pool.set(key, argument, ttl);
				}
				else {
					this.pool.set(key, argument);
				}
				yield 0;
			}
			case SET_IF_ABSENT -> this.pool.setIfAbsent(key, argument, expires ? ttl : null) ? 1 : 0;
			case DELETE -> this.pool.delete(key) ? 1 : 0;
			case INCREMENT -> this.pool.increment(key, argument);
			case EXPIRE -> this.pool.expire(key, ttl) ? 1 : 0;
		};
	}

	private static void write(FileChannel history, String line) throws IOException {
		history.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
	}

}
