package dev.sm.coordination.etcd;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real etcd on loopback that can be stopped, paused, restarted and wiped.
 */
final class EtcdServer implements AutoCloseable {

	private static final Path BINARY = Path.of("/usr/bin/etcd");

	private final String name;

	private final int clientPort = freePort();

	private final int peerPort = freePort();

	private final Path directory;

	private final List<String> options = new ArrayList<>();

	private Process process;

	private boolean tls;

	private EtcdServer(String name) {
		assumeInstalled();
		this.name = name;
		// a test that fails before it can close its servers leaves none behind either
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
		try {
			this.directory = Files.createTempDirectory("sm-etcd-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void assumeInstalled() {
		boolean installed = Files.isExecutable(BINARY);
		if ("true".equals(System.getenv("CI"))) {
			assertThat(installed).as("%s must be installed (Debian: etcd-server)", BINARY).isTrue();
		}
		Assumptions.assumeTrue(installed, "skipped: there is no " + BINARY + " (Debian: etcd-server)");
	}

	/** A server that is not started yet. */
	static EtcdServer prepare() {
		EtcdServer server = new EtcdServer("single");
		server.joins(List.of(server));
		return server;
	}

	static EtcdServer started() {
		EtcdServer server = prepare();
		server.start();
		server.awaitHealthy();
		return server;
	}

	static List<EtcdServer> cluster(int size) {
		List<EtcdServer> servers = IntStream.range(0, size).mapToObj((i) -> new EtcdServer("m" + i)).toList();
		servers.forEach((server) -> server.joins(servers));
		servers.forEach(EtcdServer::start);
		servers.forEach(EtcdServer::awaitHealthy);
		return servers;
	}

	private void joins(List<EtcdServer> members) {
		this.options.addAll(List.of("--initial-cluster",
				members.stream()
					.map((member) -> member.name + "=http://127.0.0.1:" + member.peerPort)
					.collect(Collectors.joining(","))));
	}

	EtcdServer withTls(Path certificate, Path key) {
		this.tls = true;
		this.options.addAll(List.of("--cert-file", certificate.toString(), "--key-file", key.toString()));
		return this;
	}

	URI endpoint() {
		return URI.create((this.tls ? "https" : "http") + "://127.0.0.1:" + this.clientPort);
	}

	EtcdCoordinationStore.Settings settings(Duration requestTimeout) {
		return new EtcdCoordinationStore.Settings(List.of(endpoint()), null, null, null, requestTimeout);
	}

	void start() {
		List<String> command = new ArrayList<>(
				List.of(BINARY.toString(), "--name", this.name, "--data-dir", this.directory.resolve("data").toString(),
						"--listen-client-urls", endpoint().toString(), "--advertise-client-urls", endpoint().toString(),
						"--listen-peer-urls", "http://127.0.0.1:" + this.peerPort, "--initial-advertise-peer-urls",
						"http://127.0.0.1:" + this.peerPort, "--logger", "zap", "--log-level", "warn"));
		command.addAll(this.options);
		File log = this.directory.resolve("log").toFile();
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void awaitHealthy() {
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest health = HttpRequest.newBuilder(endpoint().resolve("/health"))
			.timeout(Duration.ofSeconds(2))
			.build();
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> client.send(health, HttpResponse.BodyHandlers.ofString()).body().contains("true"));
	}

	void restart() {
		start();
		awaitHealthy();
	}

	/** As {@code kill -9}. */
	void kill() {
		this.process.destroyForcibly();
		try {
			assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void pause() {
		signal("-STOP");
	}

	void resume() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			assertThat(new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().waitFor())
				.isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void wipe() {
		try {
			FileSystemUtils.deleteRecursively(this.directory.resolve("data"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			kill();
		}
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
