package dev.sm.coordination.consul;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real agent on loopback, if there is one on the path.
 */
final class ConsulAgent implements AutoCloseable {

	private final int port = freePort();

	private final Path directory;

	private Process process;

	private ConsulAgent(Path binary) {
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
		try {
			this.directory = Files.createTempDirectory("sm-consul-");
			List<String> command = List.of(binary.toString(), "agent", "-dev", "-bind", "127.0.0.1", "-client",
					"127.0.0.1", "-http-port", "" + this.port, "-dns-port", "-1", "-grpc-port", "-1", "-serf-lan-port",
					"" + freePort(), "-serf-wan-port", "-1", "-server-port", "" + freePort(), "-hcl",
					"limits { txn_max_req_len = 2097152 }");
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Optional<Path> binary() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, "consul"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static ConsulAgent start() {
		ConsulAgent agent = new ConsulAgent(binary().orElseThrow());
		agent.awaitLeader();
		return agent;
	}

	private void awaitLeader() {
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest leader = HttpRequest.newBuilder(url().resolve("/v1/catalog/nodes"))
			.timeout(Duration.ofSeconds(2))
			.build();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> client.send(leader, HttpResponse.BodyHandlers.ofString()).body().contains("\"Node\""));
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	@Override
	public void close() {
		try {
			if (this.process != null) {
				this.process.destroyForcibly();
				assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			}
			FileSystemUtils.deleteRecursively(this.directory.toFile());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
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
