package dev.sm.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1, made by the JDK's {@code keytool}: as files for a server,
 * and as a TLS context for a client that trusts it and nothing else.
 */
public final class SelfSignedCertificate {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final Path directory;

	private final KeyStore keys;

	private SelfSignedCertificate(Path directory, KeyStore keys) {
		this.directory = directory;
		this.keys = keys;
	}

	/**
	 * Makes a certificate.
	 * @param directory where to put its files
	 * @return the certificate
	 * @throws Exception if it cannot be made
	 */
	public static SelfSignedCertificate create(Path directory) throws Exception {
		Path store = directory.resolve("keys.p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		int code = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname",
				"CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(),
				"-storepass", new String(PASSWORD))
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("keytool.log").toFile())
			.start()
			.waitFor();
		if (code != 0) {
			throw new IllegalStateException("keytool failed with " + code);
		}
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD);
		}
		return new SelfSignedCertificate(directory, keys);
	}

	public Path certificateFile() throws IOException, GeneralSecurityException {
		return write("server.crt", "CERTIFICATE", this.keys.getCertificate("server").getEncoded());
	}

	public Path keyFile() throws IOException, GeneralSecurityException {
		return write("server.key", "PRIVATE KEY", this.keys.getKey("server", PASSWORD).getEncoded());
	}

	public SSLContext clientContext() throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", this.keys.getCertificate("server"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	private Path write(String name, String type, byte[] content) throws IOException {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return Files.writeString(this.directory.resolve(name),
				"-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n", StandardCharsets.US_ASCII);
	}

}
