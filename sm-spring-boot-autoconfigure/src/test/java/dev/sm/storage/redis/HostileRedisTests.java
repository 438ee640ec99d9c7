package dev.sm.storage.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.storage.KeyValue;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeStorage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that answers whatever comes to its mind.
 */
@Timeout(60)
class HostileRedisTests {

	private static final long SEED = Long.getLong("sm.test.fuzz.seed", 1);

	private static final int ANSWERS = 40;

	private static final List<String> REPLIES = List.of("+OK\r\n", "-ERR no\r\n", "-\r\n", ":1\r\n",
			":-9223372036854775808\r\n", ":99999999999999999999\r\n", ":x\r\n", "$-1\r\n", "$0\r\n\r\n",
			"$3\r\nabc\r\n", "$3\r\nabcdef\r\n", "$-7\r\n", "*-1\r\n", "*0\r\n", "*2\r\n:1\r\n$1\r\na\r\n",
			"*1\r\n*1\r\n*1\r\n:1\r\n", "*2\r\n*0\r\n", "%1\r\n+a\r\n:1\r\n", "_\r\n", "#t\r\n", ",1.5\r\n",
			"(1234\r\n", ">2\r\n+invalidate\r\n*-1\r\n", ">1\r\n+push\r\n", "~1\r\n:1\r\n", "=7\r\ntxt:abc\r\n",
			"HTTP/1.1 400 Bad Request\r\n\r\n", "\r\n", "\u0000", "");

	@Test
	void everyCommandEndsWithAnAnswerOrAnExceptionOfNodes() throws Exception {
		try (Server server = new Server(new Random(SEED));
				NodeStorage node = new RedisNodeFactory()
					.create(new NodeConfig("n1", "redis://127.0.0.1:" + server.socket.getLocalPort(), null, null,
							Duration.ofSeconds(1), null))) {
			Random random = new Random(SEED);
			// while it is not connected, commands fail without being sent
			Awaitility.await().atMost(Duration.ofSeconds(50)).pollInterval(Duration.ofMillis(5)).until(() -> {
				ends(node, command(random));
				return server.answered.get() >= ANSWERS;
			});
		}
	}

	private static void ends(NodeStorage node, NodeCommand<?> command) throws Exception {
		CompletableFuture<?> answer = node.execute(command).toCompletableFuture();
		try {
			answer.get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).as("%s, seed %s", command, SEED).isInstanceOf(NodeException.class);
		}
	}

	private static NodeCommand<?> command(Random random) {
		byte[] key = { 'k' };
		return switch (random.nextInt(9)) {
			case 0 -> NodeCommand.Get.of(key);
			case 1 -> new NodeCommand.Get(List.of(key, new byte[] { 'l' }));
			case 2 -> new NodeCommand.Put(List.of(new KeyValue(key, key)), Duration.ofSeconds(5), null);
			case 3 -> new NodeCommand.Increment(key, 1, null, null);
			case 4 -> new NodeCommand.Delete(List.of(key), null);
			case 5 -> new NodeCommand.Ping();
			case 6 -> new NodeCommand.Scan("0", key, 10);
			case 7 -> new MigrationCommand.ReadRecord("p");
			default -> new NodeCommand.Look(key);
		};
	}

	/**
	 * Answers each piece of what it reads with a few of the replies, cut now and then.
	 */
	private static final class Server implements AutoCloseable {

		private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private final Random random;

		private final AtomicInteger answered = new AtomicInteger();

		Server(Random random) throws IOException {
			this.random = random;
			start(this::accept);
		}

		private static void start(Runnable task) {
			Thread thread = new Thread(task, "hostile-redis");
			thread.setDaemon(true);
			thread.start();
		}

		private void accept() {
			try {
				while (true) {
					Socket connection = this.socket.accept();
					start(() -> serve(connection));
				}
			}
			catch (IOException ex) {
				// closed
			}
		}

		private void serve(Socket connection) {
			try (connection) {
				InputStream in = connection.getInputStream();
				byte[] buffer = new byte[4096];
				for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
					String asked = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
					connection.getOutputStream().write(reply(asked).getBytes(StandardCharsets.ISO_8859_1));
					this.answered.incrementAndGet();
				}
			}
			catch (IOException ex) {
				// the client has gone
			}
		}

		/** Lets most connections come so far that commands are sent. */
		private synchronized String reply(String asked) {
			if (asked.contains("HELLO")) {
				return "-ERR unknown command\r\n";
			}
			StringBuilder replies = new StringBuilder();
			for (String command : asked.split("(?=\\*\\d+\r\n\\$)")) {
				replies.append(handshake(command));
			}
			return replies.toString();
		}

		private String handshake(String command) {
			if (this.random.nextInt(20) == 0) {
				return any();
			}
			if (command.contains("PING")) {
				return "+PONG\r\n";
			}
			return command.contains("CLIENT") ? "+OK\r\n" : any();
		}

		private String any() {
			String reply = REPLIES.get(this.random.nextInt(REPLIES.size()));
			return (this.random.nextInt(8) == 0) ? reply.substring(0, reply.length() / 2) : reply;
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
