package dev.sm.testkit;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority that signs certificates, both made by the JDK's {@code keytool}.
 */
public final class TestAuthority {

	private static final String PASSWORD = "changeit";

	private final Path file;

	private TestAuthority(Path file) {
		this.file = file;
	}

	/**
	 * Makes an authority.
	 * @param directory where to put its file
	 * @param name its name
	 * @return the authority
	 * @throws Exception if it cannot be made
	 */
	public static TestAuthority create(Path directory, String name) throws Exception {
		TestAuthority authority = new TestAuthority(directory.resolve(name + ".p12"));
		authority.keytool("-alias", "ca", "-dname", "CN=" + name, "-ext", "bc:c");
		return authority;
	}

	/**
	 * Signs a certificate.
	 * @param alias what it is called
	 * @param subject whom it is for, such as {@code ip:127.0.0.1}
	 * @param more further arguments of keytool
	 * @return what a server presents it with
	 * @throws Exception if it cannot be made
	 */
	public SSLContext server(String alias, String subject, String... more) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(new KeyManager[] { keys(alias, subject, more) }, null, null);
		return context;
	}

	/**
	 * Signs a certificate.
	 * @param alias what it is called
	 * @param subject whom it is for, such as {@code ip:127.0.0.1}
	 * @param more further arguments of keytool
	 * @return what presents it
	 * @throws Exception if it cannot be made
	 */
	public KeyManager keys(String alias, String subject, String... more) throws Exception {
		List<String> arguments = new ArrayList<>(
				List.of("-alias", alias, "-signer", "ca", "-dname", "CN=" + alias, "-ext", "san=" + subject));
		arguments.addAll(List.of(more));
		keytool(arguments.toArray(String[]::new));
		KeyStore all = load();
		KeyStore own = KeyStore.getInstance("PKCS12");
		own.load(null, null);
		char[] password = PASSWORD.toCharArray();
		own.setKeyEntry(alias, (PrivateKey) all.getKey(alias, password), password, all.getCertificateChain(alias));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(own, password);
		return keys.getKeyManagers()[0];
	}

	/**
	 * What a client trusts that knows this authority and no other.
	 * @return the context
	 * @throws Exception if it cannot be made
	 */
	public SSLContext trusting() throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { trust() }, null);
		return context;
	}

	/**
	 * What trusts this authority and no other.
	 * @return the manager
	 * @throws Exception if it cannot be made
	 */
	public TrustManager trust() throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("ca", load().getCertificate("ca"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		return trust.getTrustManagers()[0];
	}

	private KeyStore load() throws GeneralSecurityException, java.io.IOException {
		KeyStore all = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(this.file)) {
			all.load(in, PASSWORD.toCharArray());
		}
		return all;
	}

	private void keytool(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", this.file.toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.file.resolveSibling("keytool.log").toFile()))
			.start();
		if (process.waitFor() != 0) {
			throw new IllegalStateException(
					"keytool failed: " + Files.readString(this.file.resolveSibling("keytool.log")));
		}
	}

}
