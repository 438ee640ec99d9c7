package dev.sm.benchmarks.pushgateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A process that listens on one port of loopback and can be started again.
 */
final class Server implements AutoCloseable {

	private final Path log;

	private final int port;

	private @Nullable Process process;

	Server(String name, Path directory) {
		this.log = directory.resolve(name + ".log");
		this.port = freePort();
	}

	void start(List<String> command) {
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	String node() {
		return "127.0.0.1:" + this.port;
	}

	/** As {@code kill -9}. */
	/** Ends it in good order, as one that has processes of its own must be. */
	void stop() {
		Process running = this.process;
		if (running != null) {
			running.destroy();
			running.onExit().completeOnTimeout(running, 10, TimeUnit.SECONDS).join();
		}
		close();
	}

	@Override
	public void close() {
		Process running = this.process;
		if (running != null) {
			running.destroyForcibly();
			try {
				running.waitFor(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
