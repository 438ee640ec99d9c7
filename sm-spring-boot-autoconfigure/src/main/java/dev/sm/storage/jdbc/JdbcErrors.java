package dev.sm.storage.jdbc;

import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeFullException;
import dev.sm.storage.NodeUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of databases and of their drivers mean to a node. Where a message would
 * tell the URL or a password, it is cut, and the error is not kept as a cause.
 */
final class JdbcErrors {

	/** Deadlocks, and what somebody else has written first: nothing was done. */
	private static final Set<Integer> AGAIN = Set.of(1213, 1020, 1062, 90131, 23505, 40001);

	/** Lock and statement time limits. */
	private static final Set<Integer> TOO_LATE = Set.of(1205, 1969, 3024, 50200, 57014);

	/** Servers that only read, are full of connections, or are going down. */
	private static final Set<Integer> NOT_NOW = Set.of(1040, 1053, 1290, 1836, 90067, 90098, 90121);

	/** Disks and tables that are full. */
	private static final Set<Integer> FULL = Set.of(1021, 1114);

	/** Packets that are too large, which some drivers take for lost connections. */
	private static final int TOO_LARGE = 1153;

	private static final Set<String> MISSING_TABLE = Set.of("42S02", "42P01", "42S04");

	private final String node;

	private final String url;

	private final @Nullable String password;

	JdbcErrors(NodeConfig config) {
		this.node = config.id();
		this.url = config.url();
		this.password = config.password();
	}

	/** Whether a transaction that failed can simply be tried again. */
	static boolean again(Throwable error) {
		return error instanceof SQLException sql && !connection(sql)
				&& (AGAIN.contains(sql.getErrorCode()) || state(sql).startsWith("40") || state(sql).equals("23505"));
	}

	/** Whether the connection is in doubt, and with it the server. */
	static boolean connection(Throwable error) {
		return chain(error).anyMatch(
				(cause) -> cause instanceof SQLTransientConnectionException || cause instanceof SQLRecoverableException
						|| (cause instanceof SQLException sql && sql.getErrorCode() != TOO_LARGE && lost(state(sql))));
	}

	private static boolean lost(String state) {
		return state.startsWith("08") || state.startsWith("57P") || state.equals("90067");
	}

	NodeException translate(Throwable error) {
		Throwable cause = (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
		if (cause instanceof NodeException known) {
			return known;
		}
		if (tooLate(cause)) {
			TimeoutException timeout = new TimeoutException("no answer in time");
			timeout.initCause(secret(cause) ? null : cause);
			return new NodeUnavailableException("node '" + this.node + "' did not answer in time", timeout);
		}
		String message = message(cause);
		if (full(cause)) {
			return new NodeFullException("node '" + this.node + "' answered: " + message, shown(cause));
		}
		if (connection(cause) || notNow(cause)) {
			return new NodeUnavailableException("node '" + this.node + "' did not answer: " + message, shown(cause));
		}
		if (again(cause)) {
			return new NodeUnavailableException(
					"node '" + this.node + "' could not execute a command beside others: " + message, shown(cause));
		}
		if (cause instanceof SQLException sql && MISSING_TABLE.contains(state(sql))) {
			return missingTable(sql);
		}
		return new NodeCommandException("node '" + this.node + "' answered: " + message, shown(cause));
	}

	NodeUnavailableException notConnected(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		if (root instanceof SQLException sql && MISSING_TABLE.contains(state(sql))) {
			return new NodeUnavailableException(String.valueOf(missingTable(sql).getMessage()), shown(error));
		}
		return new NodeUnavailableException("node '" + this.node + "' cannot be connected to: " + message(root),
				shown(error));
	}

	private NodeCommandException missingTable(SQLException error) {
		return new NodeCommandException("node '" + this.node + "' has not the tables that sm keeps its values in ("
				+ message(error) + "): make them with the script dev/sm/storage/jdbc/schema-*.sql of the jar, or set"
				+ " 'sm.cache.jdbc.initialize-schema' to always", shown(error));
	}

	private static boolean tooLate(Throwable error) {
		return chain(error).anyMatch((cause) -> cause instanceof TimeoutException
				|| cause instanceof SQLTimeoutException || cause instanceof InterruptedIOException
				|| (cause instanceof SQLException sql && (TOO_LATE.contains(sql.getErrorCode())
						|| state(sql).equals("57014") || state(sql).equals("55P03") || state(sql).equals("25P03"))));
	}

	private static boolean full(Throwable error) {
		return chain(error).anyMatch((cause) -> cause instanceof SQLException sql
				&& (FULL.contains(sql.getErrorCode()) || state(sql).equals("53100")));
	}

	private static boolean notNow(Throwable error) {
		return chain(error).anyMatch((cause) -> cause instanceof SQLException sql
				&& (NOT_NOW.contains(sql.getErrorCode()) || state(sql).equals("25006") || state(sql).startsWith("53")));
	}

	private static Stream<Throwable> chain(Throwable error) {
		return Stream.iterate(error, (cause) -> cause != null, Throwable::getCause).limit(10);
	}

	private static String state(SQLException error) {
		return (error.getSQLState() != null) ? error.getSQLState() : "";
	}

	private String message(Throwable error) {
		String message = (error.getMessage() != null) ? error.getMessage() : error.getClass().getSimpleName();
		message = message.lines().findFirst().orElse("");
		return secret(error) ? "an error whose text tells a secret (" + error.getClass().getSimpleName() + ")"
				: message;
	}

	private @Nullable Throwable shown(Throwable error) {
		return secret(error) ? null : error;
	}

	/** Whether a text tells the URL, or what looks like the password in it. */
	private boolean secret(Throwable error) {
		return chain(error).map(String::valueOf)
			.anyMatch((text) -> text.contains(this.url) || text.toLowerCase(java.util.Locale.ROOT).contains("password=")
					|| (this.password != null && this.password.length() > 2 && text.contains(this.password)));
	}

}
