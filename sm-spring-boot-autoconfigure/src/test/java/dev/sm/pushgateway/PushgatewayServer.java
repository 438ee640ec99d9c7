package dev.sm.pushgateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Pushgateway on loopback that keeps what it has over restarts.
 */
public final class PushgatewayServer implements AutoCloseable {

	private static final Path BINARY = Path.of("/usr/bin/prometheus-pushgateway");

	private final int port = freePort();

	private final Path directory;

	private Process process;

	private PushgatewayServer() {
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
		try {
			this.directory = Files.createTempDirectory("sm-pushgateway-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static PushgatewayServer started() {
		boolean installed = Files.isExecutable(BINARY);
		if ("true".equals(System.getenv("CI"))) {
			assertThat(installed).as("%s must be installed (Debian: prometheus-pushgateway)", BINARY).isTrue();
		}
		Assumptions.assumeTrue(installed, "skipped: there is no " + BINARY);
		PushgatewayServer server = new PushgatewayServer();
		server.start();
		return server;
	}

	public void start() {
		try {
			this.process = new ProcessBuilder(List.of(BINARY.toString(), "--web.listen-address=" + node(),
					"--persistence.file=" + this.directory.resolve("data"), "--persistence.interval=100ms"))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String node() {
		return "127.0.0.1:" + this.port;
	}

	/** In good order, so that everything is on disk. */
	public void stop() {
		this.process.destroy();
		try {
			assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
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
