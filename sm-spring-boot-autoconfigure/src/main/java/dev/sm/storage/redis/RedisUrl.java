package dev.sm.storage.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the URL of a Redis node says. {@link #toString()} tells no secret.
 *
 * @param host the host
 * @param port the port
 * @param database the database's number
 * @param username the user, or {@code null}
 * @param password the password, or {@code null}
 * @param tls whether the connection is encrypted
 */
record RedisUrl(String host, int port, int database, @Nullable String username, @Nullable String password,
		boolean tls) {

	private static final int DEFAULT_PORT = 6379;

	private static final int MAX_PORT = 65_535;

	private static final String FORM = "its URL must be redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], or rediss:// for TLS";

	static RedisUrl of(NodeConfig config) {
		URI uri = parse(config);
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!scheme.equals("redis") && !scheme.equals("rediss")) {
			throw invalid(config, "");
		}
		if (uri.getHost() == null) {
			throw invalid(config, " (the host is missing, or has characters that a host cannot have)");
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw invalid(config, " (it takes no parameters)");
		}
		String user = null;
		String password = null;
		if (uri.getRawUserInfo() != null) {
			int colon = uri.getRawUserInfo().indexOf(':');
			user = (colon > 0) ? decode(uri.getRawUserInfo().substring(0, colon)) : null;
			password = decode(uri.getRawUserInfo().substring(colon + 1));
		}
		return new RedisUrl(host(uri), port(config, uri), database(config, uri),
				(config.username() != null) ? config.username() : user,
				(config.password() != null) ? config.password() : password, scheme.equals("rediss"));
	}

	/** The parser's own message would show the URL, and with it the password. */
	private static URI parse(NodeConfig config) {
		try {
			return new URI(config.url());
		}
		catch (URISyntaxException ex) {
			throw invalid(config, " (" + ex.getReason() + " at index " + ex.getIndex()
					+ "; special characters in a password must be percent-encoded)");
		}
	}

	private static String host(URI uri) {
		String host = uri.getHost();
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	private static int port(NodeConfig config, URI uri) {
		if (uri.getPort() < 0) {
			return DEFAULT_PORT;
		}
		if (uri.getPort() < 1 || uri.getPort() > MAX_PORT) {
			throw invalid(config, " (PORT is a number from 1 to " + MAX_PORT + ")");
		}
		return uri.getPort();
	}

	private static int database(NodeConfig config, URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		if (path.isEmpty() || path.equals("/")) {
			return 0;
		}
		if (!path.matches("/[0-9]{1,5}")) {
			throw invalid(config, " (DATABASE is a number)");
		}
		return Integer.parseInt(path.substring(1));
	}

	/** Unlike a form's, a plus in a URL's user information stands for itself. */
	private static String decode(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	private static InvalidNodeException invalid(NodeConfig config, String detail) {
		return new InvalidNodeException(config.id(), FORM + detail, null);
	}

	@Override
	public String toString() {
		return "RedisUrl[host=" + this.host + ", port=" + this.port + ", database=" + this.database + "]";
	}

}
