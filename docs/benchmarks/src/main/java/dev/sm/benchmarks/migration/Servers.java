package dev.sm.benchmarks.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * Real servers on loopback, and whatever else is started beside them. Closing it, once or
 * more often, ends it all.
 */
public final class Servers implements AutoCloseable {

	private final Path directory;

	private final List<Process> processes = new ArrayList<>();

	private final Map<Integer, Process> redis = new HashMap<>();

	/** Makes a directory for their logs and data. */
	public Servers() {
		try {
			this.directory = Files.createTempDirectory("sm-migration-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/** Where their logs and data are, until all is closed. */
	public Path directory() {
		return this.directory;
	}

	/** Starts an etcd with one member, and tells its address. */
	String etcd() {
		String client = "http://127.0.0.1:" + freePort();
		String peer = "http://127.0.0.1:" + freePort();
		start("etcd", List.of("etcd", "--name", "e", "--data-dir", this.directory.resolve("etcd").toString(),
				"--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", peer,
				"--initial-advertise-peer-urls", peer, "--initial-cluster", "e=" + peer, "--log-level", "error"));
		awaitPort(port(client));
		return client;
	}

	/** Starts a Redis server, and tells its port. */
	public int redis(String... more) {
		int port = freePort();
		List<String> command = new ArrayList<>(List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1",
				"--save", "", "--appendonly", "no", "--dir", this.directory.toString()));
		command.addAll(List.of(more));
		this.redis.put(port, start("redis-" + port, command));
		awaitPort(port);
		return port;
	}

	/**
	 * Stops a Redis server, so that it takes nothing from those that are still measured.
	 */
	void stop(int port) {
		Process process = this.redis.get(port);
		if (process != null) {
			process.destroyForcibly();
		}
	}

	/** Starts a program whose output goes to a file. */
	public Process start(String name, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve(name + ".log").toFile()))
				.start();
			this.processes.add(process);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Runs a command to its end, and tells what it printed. */
	public static String run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException("'" + String.join(" ", command) + "' failed: " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A port at which nobody listens. */
	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int port(String url) {
		return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
	}

	/** Waits for a server. */
	public static void awaitPort(int port) {
		for (int i = 0; i < 3000; i++) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
				if (socket.isConnected()) {
					return;
				}
			}
			catch (IOException ex) {
				sleep(20);
			}
		}
		throw new IllegalStateException("nothing answers at port " + port);
	}

	public static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		for (Process process : this.processes) {
			process.destroyForcibly();
		}
		try {
			for (Process process : this.processes) {
				process.waitFor(10, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

}
