package dev.sm.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import dev.sm.testkit.RedisServerFixture;
import org.awaitility.Awaitility;

/**
 * What a Redis can be in that answers, and says no: how a real one gets there and back.
 */
enum RedisCondition {

	/** It was started again, and reads what it has saved. */
	LOADING("LOADING", false, true) {

		@Override
		void begin(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "rdbcompression", "no");
			server.execute("EVAL", "for i = 1, 3000 do redis.call('SET', 'filler-' .. i, string.rep('x', 1100)) end",
					"0");
			server.execute("SAVE");
			// between two keys, each longer than the interval, it answers
			server.restart("--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024");
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "key-load-delay", "0");
			eventually(() -> server.execute("PING").equals("+PONG"));
		}

	},

	/** A script runs for longer than it may. */
	BUSY("BUSY", false, true) {

		@Override
		void begin(RedisServerFixture server) {
			Thread script = new Thread(() -> {
				try {
					server.execute("EVAL", "while true do end", "0");
				}
				catch (UncheckedIOException ex) {
					// nobody waits for it so long
				}
			}, "busy-script");
			script.setDaemon(true);
			script.start();
			eventually(() -> server.execute("PING").startsWith("-BUSY"));
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("SCRIPT", "KILL");
			eventually(() -> server.execute("PING").equals("+PONG"));
		}

	},

	/**
	 * It is a replica whose primary is not there, and is not to serve what may be old.
	 */
	MASTERDOWN("MASTERDOWN|READONLY", false, true) {

		@Override
		void begin(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "replica-serve-stale-data", "no");
			server.execute("REPLICAOF", "127.0.0.1", "1");
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("REPLICAOF", "NO", "ONE");
			server.execute("CONFIG", "SET", "replica-serve-stale-data", "yes");
		}

	},

	/** It is a replica, as after a failover that this instance has not heard of. */
	READONLY("READONLY", true, true) {

		@Override
		void begin(RedisServerFixture server) {
			server.execute("REPLICAOF", "127.0.0.1", "1");
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("REPLICAOF", "NO", "ONE");
		}

	},

	/** It is of a cluster in which nobody has the slots. */
	CLUSTERDOWN("CLUSTERDOWN", false, true) {

		@Override
		void begin(RedisServerFixture server) {
			server.execute("CLUSTER", "DELSLOTSRANGE", "0", "16383");
			eventually(() -> server.execute("EXISTS", "k").startsWith("-CLUSTERDOWN"));
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
			eventually(() -> server.execute("EXISTS", "k").startsWith(":"));
		}

	},

	/** It has no memory for more. */
	OOM("OOM", true, false) {

		@Override
		void begin(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "maxmemory", "1");
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "maxmemory", "0");
		}

	},

	/** It cannot save. */
	MISCONF("MISCONF", true, false) {

		@Override
		void begin(RedisServerFixture server) {
			try {
				Path gone = Files.createTempDirectory("sm-redis-gone");
				server.execute("CONFIG", "SET", "dir", gone.toString());
				Files.delete(gone);
				server.execute("CONFIG", "SET", "save", "100000 100000");
				server.execute("BGSAVE");
				eventually(() -> server.execute("DEL", "nobody").startsWith("-MISCONF"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "save", "");
			server.execute("CONFIG", "SET", "dir", server.directory().toString());
		}

	},

	/** It has fewer copies than it must have for a write. */
	NOREPLICAS("NOREPLICAS", true, false) {

		@Override
		void begin(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "min-replicas-to-write", "1");
		}

		@Override
		void end(RedisServerFixture server) {
			server.execute("CONFIG", "SET", "min-replicas-to-write", "0");
		}

	};

	/** What a server is started with that can get into all of these but one. */
	static final List<String> OPTIONS = List.of("--enable-debug-command", "yes", "--enable-protected-configs", "yes",
			"--lua-time-limit", "50");

	/** What its answers begin with. */
	private final Pattern word;

	/** Whether it lets values be read. */
	final boolean read;

	/** Whether it is as if it did not answer, so that it is left alone. */
	final boolean away;

	RedisCondition(String word, boolean read, boolean away) {
		this.word = Pattern.compile("answered:? (" + word + ") ");
		this.read = read;
		this.away = away;
	}

	private static void eventually(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
	}

	/** Whether it is what a message says of the server. */
	boolean said(Throwable failure) {
		return this.word.matcher(failure.getMessage()).find();
	}

	abstract void begin(RedisServerFixture server);

	abstract void end(RedisServerFixture server);

}
