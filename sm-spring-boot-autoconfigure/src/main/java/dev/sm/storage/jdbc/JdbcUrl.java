package dev.sm.storage.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.NodeConfig;

/**
 * What the URL of a JDBC node says. {@link #toString()} tells no secret.
 *
 * @param dialect the kind of database
 * @param url the URL for the driver
 * @param properties what the driver is told beside the URL
 */
record JdbcUrl(Dialect dialect, String url, Properties properties) {

	private static final Pattern IN_MEMORY = Pattern.compile("(?i)jdbc:h2:mem:([^;]*)(;.*)?");

	private static final String LOGIN = "connectTimeout";

	private static final Pattern LOGIN_IN_URL = Pattern.compile("[?&;]" + LOGIN + "=(\\d{1,18})(?![^&;])",
			Pattern.CASE_INSENSITIVE);

	private static final String KEEP = "DB_CLOSE_DELAY";

	static JdbcUrl of(NodeConfig config) {
		String url = config.url();
		Dialect dialect = Arrays.stream(Dialect.values())
			.filter((known) -> url.regionMatches(true, 0, known.urlPrefix(), 0, known.urlPrefix().length()))
			.findFirst()
			.orElseThrow(() -> new InvalidNodeException(config.id(),
					"its URL must start with "
							+ Arrays.stream(Dialect.values()).map(Dialect::urlPrefix).collect(Collectors.joining(", ")),
					null));
		if (config.ssl() != null) {
			throw new InvalidNodeException(config.id(),
					"'ssl.bundle' must not be set: drivers of databases take TLS settings in the URL, such as "
							+ "'?sslMode=verify-full' of MariaDB's and '?sslmode=verify-full' of PostgreSQL's",
					null);
		}
		Properties properties = new Properties();
		dialect.properties(config.timeout()).forEach((name, value) -> {
			if (!names(url, name)) {
				properties.setProperty(name, value);
			}
		});
		if (config.username() != null) {
			properties.setProperty("user", config.username());
		}
		if (config.password() != null) {
			properties.setProperty("password", config.password());
		}
		return new JdbcUrl(dialect, lasting(config, url), properties);
	}

	/** Whether the database dies with this JVM. */
	boolean embedded() {
		String lower = this.url.toLowerCase(Locale.ROOT);
		return this.dialect == Dialect.H2 && !lower.startsWith("jdbc:h2:tcp:") && !lower.startsWith("jdbc:h2:ssl:");
	}

	/** How many seconds the driver takes to connect at most; 0 if it has no limit. */
	int loginSeconds() {
		String limit = this.properties.getProperty(LOGIN);
		Matcher named = LOGIN_IN_URL.matcher(this.url);
		if (limit == null && named.find()) {
			limit = named.group(1);
		}
		return (limit != null) ? this.dialect.loginSeconds(Long.parseLong(limit)) : 0;
	}

	private static boolean names(String url, String property) {
		return Pattern.compile("[?&;]" + property + "=", Pattern.CASE_INSENSITIVE).matcher(url).find();
	}

	/** A database in memory would end with its last connection. */
	private static String lasting(NodeConfig config, String url) {
		var memory = IN_MEMORY.matcher(url);
		if (!memory.matches()) {
			return url;
		}
		if (memory.group(1).isEmpty()) {
			throw new InvalidNodeException(config.id(),
					"its URL must name the database in memory, as in 'jdbc:h2:mem:cache': without a name every "
							+ "connection would have one of its own",
					null);
		}
		return names(url, KEEP) ? url : url + ";" + KEEP + "=-1";
	}

	@Override
	public String toString() {
		return "JdbcUrl[" + this.dialect + "]";
	}

}
