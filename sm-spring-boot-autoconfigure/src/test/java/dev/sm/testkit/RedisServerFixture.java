package dev.sm.testkit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.opentest4j.TestAbortedException;
import redis.embedded.core.ExecutableProvider;

import static org.awaitility.Awaitility.await;

/**
 * A real Redis server on a port of its own, on the loopback interface, that keeps nothing
 * on disk. It can be killed, restarted on its port, and paused.
 * <p>
 * Where no server can be started, tests are skipped, except in a build with
 * {@code CI=true}, where they fail. Not thread-safe.
 */
public final class RedisServerFixture implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

	private final int port;

	private final List<String> command;

	private final Path directory;

	private Process process;

	private RedisServerFixture(int port, List<String> command, Path directory) {
		this.port = port;
		this.command = command;
		this.directory = directory;
	}

	/**
	 * Starts a server.
	 * @param options further options, as on its command line:
	 * {@code "--requirepass", "x"}
	 * @return the server, answering
	 */
	public static RedisServerFixture start(String... options) {
		try {
			int port = freePort();
			Path directory = Files.createTempDirectory("sm-redis");
			List<String> command = new ArrayList<>(List.of(executable()));
			List<String> more = new ArrayList<>(Arrays.asList(options));
			if (!more.isEmpty() && !more.get(0).startsWith("--")) {
				command.add(more.remove(0));
			}
			command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "",
					"--appendonly", "no", "--dir", directory.toString()));
			command.addAll(more);
			RedisServerFixture server = new RedisServerFixture(port, command, directory);
			server.launch();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	public String url() {
		return "redis://127.0.0.1:" + this.port;
	}

	/**
	 * Where it keeps what it is told to save.
	 * @return the folder
	 */
	public Path directory() {
		return this.directory;
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Kills the server, as {@code kill -9} does.
	 */
	public void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Starts the server again on its port, with what it has saved; kills it first if it
	 * runs.
	 * @param options further options for this time
	 */
	public void restart(String... options) {
		kill();
		launch(options);
	}

	/**
	 * Stops the server's process in its tracks; connections stay.
	 */
	public void pause() {
		signal("STOP");
	}

	/**
	 * Lets a paused server go on.
	 */
	public void resume() {
		signal("CONT");
	}

	/**
	 * Sends a command over a connection of its own.
	 * @param words the command and its arguments
	 * @return the first line of the answer as it came, or the value of a bulk answer
	 */
	public String execute(String... words) {
		try (Socket socket = connect()) {
			socket.setSoTimeout(10_000);
			OutputStream out = socket.getOutputStream();
			StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
			for (String word : words) {
				request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n");
				request.append(word).append("\r\n");
			}
			out.write(request.toString().getBytes(StandardCharsets.UTF_8));
			out.flush();
			InputStream in = socket.getInputStream();
			String line = line(in);
			return (line.startsWith("$") && !line.equals("$-1"))
					? new String(in.readNBytes(Integer.parseInt(line.substring(1))), StandardCharsets.UTF_8) : line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
		File[] files = this.directory.toFile().listFiles();
		if (files != null) {
			Arrays.stream(files).forEach(File::delete);
		}
		this.directory.toFile().delete();
	}

	private void launch(String... options) {
		try {
			List<String> all = new ArrayList<>(this.command);
			all.addAll(Arrays.asList(options));
			this.process = new ProcessBuilder(all).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("redis.log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		await("Redis on port " + this.port).atMost(START_TIMEOUT)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> this.process.isAlive() && answers());
	}

	private boolean answers() {
		try {
			String answer = execute("PING");
			return List.of("+PONG", "-NOAUTH", "-LOADING").stream().anyMatch(answer::startsWith);
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
		return socket;
	}

	private void signal(String name) {
		try {
			int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
			if (code != 0) {
				throw new IllegalStateException("kill -" + name + " failed with " + code);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = in.read(); b != '\r'; b = in.read()) {
			if (b < 0) {
				throw new IOException("connection closed");
			}
			line.write(b);
		}
		in.read();
		return line.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Finds a port that nobody listens on.
	 * @return the port
	 */
	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Skips the test where the server is too old for what it tries.
	 * @param major the first major version that will do
	 */
	public static void assumeVersion(int major) {
		try {
			Process process = new ProcessBuilder(executable(), "--version").start();
			String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher matcher = Pattern.compile("v=(\\d+)\\.").matcher(version);
			if (!matcher.find() || Integer.parseInt(matcher.group(1)) < major) {
				skip("redis-server is older than version " + major + ": " + version.strip(), null);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String executable() throws IOException {
		File installed = new File("/usr/bin/redis-server");
		if (installed.canExecute()) {
			return installed.getPath();
		}
		try {
			return ExecutableProvider.newJarResourceProvider().get().getPath();
		}
		catch (IOException | RuntimeException ex) {
			throw skip("no redis-server on this machine, and the bundled one does not start", ex);
		}
	}

	private static TestAbortedException skip(String reason, Exception cause) {
		if ("true".equals(System.getenv("CI"))) {
			throw new IllegalStateException(reason, cause);
		}
		throw new TestAbortedException("skipped: " + reason, cause);
	}

}
