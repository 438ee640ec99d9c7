package dev.sm.coordination.etcd;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import dev.sm.testkit.StoreMirror;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static dev.sm.coordination.etcd.EtcdFaultTests.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class EtcdSecurityTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	@Test
	void userWorksBelowItsPrefixAlsoAfterTheServerForgotTheToken(CapturedOutput output) {
		try (EtcdServer server = EtcdServer.started()) {
			EtcdAdmin.enableAuthentication(server, "sm-user", "sm-pass", "/sm");
			try (var store = new EtcdCoordinationStore(settings(server, "sm-user", "sm-pass"));
					StoreMirror mirror = new StoreMirror(store, "/sm/a").start()) {
				put(store, "/sm/a/k", "v");
				var session = answer(store.openSession(Duration.ofSeconds(10)));
				server.kill();
				server.restart();
				answer(session.renew());
				put(store, "/sm/a/k", "w");
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.untilAsserted(() -> assertThat(mirror.entries()).extracting(Entry::value).containsExactly("w"));
			}
		}
		assertThat(output.getAll()).doesNotContain("sm-pass");
	}

	@Test
	void refusalsSayWhyAndKeepThePassword(CapturedOutput output) {
		try (EtcdServer server = EtcdServer.started()) {
			EtcdAdmin.enableAuthentication(server, "sm-user", "sm-pass", "/sm");
			try (var wrong = new EtcdCoordinationStore(settings(server, "sm-user", "wrong-pass"));
					var nobody = new EtcdCoordinationStore(server.settings(TIMEOUT));
					var right = new EtcdCoordinationStore(settings(server, "sm-user", "sm-pass"))) {
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(wrong.get("/sm/k")))
					.withMessageContaining("user 'sm-user' was refused")
					.withMessageContaining("invalid user ID or password")
					.withMessageNotContaining("wrong-pass");
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(nobody.get("/sm/k")))
					.withMessageContaining("user name is empty");
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(right.get("/elsewhere")))
					.withMessageContaining("permission denied");
			}
		}
		assertThat(output.getAll()).doesNotContain("wrong-pass");
	}

	@Test
	void userIsNoHindranceWhereAuthenticationIsOff() {
		try (EtcdServer server = EtcdServer.started();
				var store = new EtcdCoordinationStore(settings(server, "sm-user", "sm-pass"))) {
			put(store, "/k", "v");
			assertThat(answer(store.get("/k")).value()).isEqualTo("v");
		}
	}

	@Test
	void encryptsAndChecksTheServer(@TempDir Path directory) throws Exception {
		Path keyStore = directory.resolve("server.p12");
		SSLContext trusting = generate(keyStore, directory);
		try (EtcdServer server = EtcdServer.prepare()
			.withTls(directory.resolve("server.crt"), directory.resolve("server.key"))) {
			server.start();
			try (var store = new EtcdCoordinationStore(
					new EtcdCoordinationStore.Settings(List.of(server.endpoint()), null, null, trusting, TIMEOUT));
					var distrusting = new EtcdCoordinationStore(server.settings(TIMEOUT))) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.ignoreException(CoordinationException.class)
					.until(() -> answer(store.get("/k")) == null);
				put(store, "/k", "v");
				assertThat(answer(store.get("/k")).value()).isEqualTo("v");
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(distrusting.get("/k")))
					.withMessageContaining("certification path");
			}
		}
	}

	private static SSLContext generate(Path file, Path directory) throws Exception {
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname",
				"CN=etcd", "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(),
				"-storepass", "changeit")
			.redirectErrorStream(true)
			.start();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(text).isZero();
		}
		KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
		writePem(directory.resolve("server.key"), "PRIVATE KEY",
				store.getKey("server", "changeit".toCharArray()).getEncoded());
		writePem(directory.resolve("server.crt"), "CERTIFICATE", store.getCertificate("server").getEncoded());
		KeyStore trust = KeyStore.getInstance("PKCS12");
		trust.load(null, null);
		trust.setCertificateEntry("server", store.getCertificate("server"));
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(trust);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, factory.getTrustManagers(), null);
		return context;
	}

	private static void writePem(Path file, String what, byte[] content) throws Exception {
		try (OutputStream out = Files.newOutputStream(file)) {
			String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
			out.write(("-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n")
				.getBytes(StandardCharsets.US_ASCII));
		}
	}

	private static EtcdCoordinationStore.Settings settings(EtcdServer server, String user, String password) {
		return new EtcdCoordinationStore.Settings(List.of(server.endpoint()), user, password, null, TIMEOUT);
	}

	private static void put(EtcdCoordinationStore store, String key, String value) {
		assertThat(answer(store.commit(Transaction.builder().put(key, value).build())).applied()).isTrue();
	}

}
