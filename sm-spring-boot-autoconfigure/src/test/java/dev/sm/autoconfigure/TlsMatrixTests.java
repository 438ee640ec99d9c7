package dev.sm.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;

import dev.sm.coordination.consul.ConsulCoordinationStore;
import dev.sm.coordination.etcd.EtcdCoordinationStore;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.redis.RedisNodeFactory;
import dev.sm.testkit.RedisServerFixture;
import dev.sm.testkit.TestAuthority;
import dev.sm.testkit.consul.TestConsul;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every client that speaks TLS, before servers with every kind of certificate: each talks
 * to the right one, and to none of the others, and says why.
 */
@Timeout(180)
class TlsMatrixTests {

	@TempDir
	private static Path directory;

	private static SSLContext trusting;

	private static final List<Closeable> open = new ArrayList<>();

	/** Ports of Redis, etcd and Consul in plain text. */
	private static Map<String, Integer> servers;

	/** Certificates by what is right or wrong about them. */
	private static Map<String, SSLContext> certificates;

	/** Clients by what they show: each trusts the authority. */
	private static Map<String, SSLContext> clients;

	/** Lets in whom the authority has signed. */
	private static SSLContext demanding;

	@BeforeAll
	static void start() throws Exception {
		TestAuthority authority = TestAuthority.create(directory, "authority");
		TestAuthority another = TestAuthority.create(directory, "another");
		trusting = authority.trusting();
		certificates = Map.of("right", authority.server("right", "ip:127.0.0.1"), "other-host",
				authority.server("other-host", "ip:192.0.2.1"), "expired",
				authority.server("expired", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5"), "other-authority",
				another.server("stranger", "ip:127.0.0.1"));
		demanding = context(authority.keys("demanding", "ip:127.0.0.1"), authority);
		clients = Map.of("right", context(authority.keys("client", "dns:client"), authority), "expired",
				context(authority.keys("late", "dns:client", "-startdate", "-10d", "-validity", "5"), authority),
				"other-authority", context(another.keys("other", "dns:client"), authority), "none", trusting);
		RedisServerFixture redis = RedisServerFixture.start();
		open.add(redis::close);
		Server etcd = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
			.addService(new Keys())
			.build()
			.start();
		open.add(etcd::shutdownNow);
		TestConsul consul = TestConsul.start();
		open.add(consul::close);
		servers = Map.of("redis", URI.create(redis.url()).getPort(), "etcd", etcd.getPort(), "consul", consul.port(),
				"forward", consul.port());
	}

	private static SSLContext context(KeyManager shown, TestAuthority trusted) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(new KeyManager[] { shown }, new TrustManager[] { trusted.trust() }, null);
		return context;
	}

	@AfterAll
	static void stop() throws IOException {
		for (Closeable each : open) {
			each.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "redis", "etcd", "consul", "forward" })
	void theRightOneIsSpokenTo(String client) throws Exception {
		try (Terminator server = new Terminator(certificates.get("right"), servers.get(client))) {
			// a first handshake may outlast a request where much else is going on
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> ask(client, server.port()).isEmpty());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			redis   | other-host      | No subject alternative names matching
			redis   | expired         | validity check failed
			redis   | other-authority | unable to find valid certification path
			etcd    | other-host      | No subject alternative names matching
			etcd    | expired         | validity check failed
			etcd    | other-authority | unable to find valid certification path
			consul  | other-host      | No subject alternative names matching
			consul  | expired         | validity check failed
			consul  | other-authority | unable to find valid certification path
			forward | other-host      | No subject alternative names matching
			forward | expired         | validity check failed
			forward | other-authority | unable to find valid certification path
			""")
	void noOtherIs(String client, String certificate, String reason) throws Exception {
		try (Terminator server = new Terminator(certificates.get(certificate), servers.get(client))) {
			String refusal = Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> ask(client, server.port()), (answer) -> answer.isEmpty() || answer.contains(reason));
			assertThat(refusal).contains(reason);
		}
	}

	@ParameterizedTest
	@CsvSource({ "redis", "etcd", "consul", "forward" })
	void noServerWithoutTlsIs(String client) throws Exception {
		assertThat(ask(client, servers.get(client))).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "redis", "etcd", "consul", "forward" })
	void aServerThatAsksForACertificateIsShownTheBundles(String client) throws Exception {
		try (Terminator server = new Terminator(demanding, servers.get(client), true)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> ask(client, server.port(), clients.get("right")).isEmpty());
			for (String wrong : List.of("none", "expired", "other-authority")) {
				assertThat(ask(client, server.port(), clients.get(wrong))).as(wrong).isNotEmpty();
			}
		}
	}

	@Test
	void theAuthorityOfTheBundleIsNeededAtAll() throws Exception {
		SSLContext jvm = SSLContext.getDefault();
		try (Terminator server = new Terminator(certificates.get("right"), servers.get("redis"))) {
			assertThat(redis(server.port(), jvm)).contains("unable to find valid certification path");
		}
	}

	/** What went wrong, or nothing. */
	private static String ask(String client, int port) throws Exception {
		return ask(client, port, trusting);
	}

	private static String ask(String client, int port, SSLContext ssl) throws Exception {
		return switch (client) {
			case "redis" -> redis(port, ssl);
			case "etcd" -> etcd(port, ssl);
			case "consul" -> consul(port, ssl);
			default -> forward(port, ssl);
		};
	}

	private static String redis(int port, SSLContext trusted) throws Exception {
		try (NodeStorage node = new RedisNodeFactory().create(
				new NodeConfig("n1", "rediss://127.0.0.1:" + port, null, null, Duration.ofSeconds(5), () -> trusted))) {
			return told(() -> node.execute(new NodeCommand.Ping()).toCompletableFuture().get(20, TimeUnit.SECONDS));
		}
	}

	private static String etcd(int port, SSLContext ssl) throws Exception {
		try (EtcdCoordinationStore store = new EtcdCoordinationStore(new EtcdCoordinationStore.Settings(
				List.of(URI.create("https://127.0.0.1:" + port)), null, null, ssl, Duration.ofSeconds(5)))) {
			return told(() -> store.get("/k").toCompletableFuture().get(20, TimeUnit.SECONDS));
		}
	}

	private static String consul(int port, SSLContext ssl) throws Exception {
		try (ConsulCoordinationStore store = new ConsulCoordinationStore(new ConsulCoordinationStore.Settings(
				URI.create("https://127.0.0.1:" + port), "token", ssl, Duration.ofSeconds(5)))) {
			return told(() -> store.get("/k").toCompletableFuture().get(20, TimeUnit.SECONDS));
		}
	}

	/** As requests are sent on. */
	private static String forward(int port, SSLContext ssl) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(ssl).build();
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/v1/kv/sm"))
			.timeout(Duration.ofSeconds(10))
			.build();
		return told(() -> client.send(request, BodyHandlers.discarding()));
	}

	private static String told(Call call) throws Exception {
		try {
			call.run();
			return "";
		}
		catch (Exception ex) {
			List<Throwable> causes = new ArrayList<>();
			for (Throwable cause = ex; cause != null && causes.size() < 20; cause = cause.getCause()) {
				causes.add(cause);
			}
			return causes.stream().map(Throwable::toString).collect(Collectors.joining(" <- "));
		}
	}

	/** Asks something. */
	@FunctionalInterface
	private interface Call {

		void run() throws Exception;

	}

	/** Answers that there is no key. */
	private static final class Keys extends KVGrpc.KVImplBase {

		@Override
		public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
			observer.onNext(RangeResponse.getDefaultInstance());
			observer.onCompleted();
		}

	}

	/** Takes TLS off what comes, and passes it on. */
	private static final class Terminator implements AutoCloseable {

		private final SSLServerSocket socket;

		private final int target;

		Terminator(SSLContext certificate, int target) throws IOException {
			this(certificate, target, false);
		}

		Terminator(SSLContext certificate, int target, boolean demanding) throws IOException {
			this.target = target;
			this.socket = (SSLServerSocket) certificate.getServerSocketFactory()
				.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
			SSLParameters parameters = this.socket.getSSLParameters();
			parameters.setApplicationProtocols(new String[] { "h2", "http/1.1" });
			parameters.setNeedClientAuth(demanding);
			this.socket.setSSLParameters(parameters);
			run(this::accept);
		}

		int port() {
			return this.socket.getLocalPort();
		}

		private void accept() throws IOException {
			ServerSocket listening = this.socket;
			while (true) {
				Socket client = listening.accept();
				run(() -> {
					try (client; Socket server = new Socket("127.0.0.1", this.target)) {
						run(() -> pass(server, client));
						pass(client, server);
					}
				});
			}
		}

		private static void pass(Socket from, Socket to) throws IOException {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				out.write(buffer, 0, read);
				out.flush();
			}
		}

		private static void run(Step step) {
			Thread thread = new Thread(() -> {
				try {
					step.run();
				}
				catch (IOException ex) {
					// one side has gone
				}
			}, "terminator");
			thread.setDaemon(true);
			thread.start();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

		/** A part of the work. */
		@FunctionalInterface
		private interface Step {

			void run() throws IOException;

		}

	}

}
