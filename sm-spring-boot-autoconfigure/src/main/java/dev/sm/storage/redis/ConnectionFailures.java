package dev.sm.storage.redis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import dev.sm.storage.NodeUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.protocol.RedisProtocolException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Why a node cannot be connected to, in words that name what to change: what Redis and
 * its client say tells how to talk to a server, not what to configure.
 */
final class ConnectionFailures {

	private final String node;

	private final PropertyNames names;

	private final boolean tls;

	/**
	 * Creates it.
	 * @param node the node's id
	 * @param names where it is configured
	 * @param tls whether connections are encrypted
	 */
	ConnectionFailures(String node, PropertyNames names, boolean tls) {
		this.node = node;
		this.names = names;
		this.tls = tls;
	}

	/** An attempt has failed. */
	NodeUnavailableException notConnected(Throwable error) {
		return new NodeUnavailableException("node '" + this.node + "' cannot be connected to: " + reason(error), error);
	}

	/** The time of a command was over before there was a connection. */
	NodeUnavailableException late(Throwable timeout) {
		return new NodeUnavailableException("node '" + this.node + "' cannot be connected to: " + silent(), timeout);
	}

	/** Whether a connection ended, and nothing said why. */
	static boolean unexplained(Throwable error) {
		Throwable root = root(error);
		return (root instanceof RedisConnectionException || root instanceof IOException)
				&& !(root instanceof SSLException || root instanceof ConnectException
						|| root instanceof UnknownHostException);
	}

	private String reason(Throwable error) {
		Throwable root = root(error);
		String said = (root.getMessage() != null) ? root.getMessage().strip() : root.getClass().getSimpleName();
		if (root instanceof RedisCommandExecutionException) {
			return answered(said);
		}
		if (root instanceof UnknownHostException) {
			return "its host has no address (" + said + "): correct " + this.names.address();
		}
		if (find(error, NotSslRecordException.class) != null) {
			return "it does not speak TLS there: " + withoutTls();
		}
		if (find(error, SSLException.class) != null) {
			return "TLS failed (" + said + "): the certificate of the server must be valid, trusted by "
					+ this.names.bundle() + " and for the host of " + this.names.address()
					+ ", and the bundle must have one for the client if the server asks for it";
		}
		if (root instanceof RedisProtocolException) {
			return "what it says is not the protocol of Redis (" + said + "): " + this.names.address()
					+ " must lead to a Redis server" + (this.tls ? "" : "; " + withTls());
		}
		if (root instanceof ConnectTimeoutException || timedOut(root)) {
			return silent();
		}
		if (root instanceof ConnectException && said.startsWith("Connection refused")) {
			return "Connection refused: nothing listens there; start the server, or correct " + this.names.address();
		}
		return unexplained(error) ? "it ended the connection and did not say why (" + said + "); " + checkEnded()
				: said;
	}

	private String answered(String answer) {
		if (answer.startsWith("NOAUTH")) {
			return "it wants a password, and none is configured: set " + this.names.password() + " (NOAUTH)";
		}
		if (answer.startsWith("WRONGPASS")) {
			return "it refuses the user or the password: correct " + this.names.username() + " or "
					+ this.names.password() + " (WRONGPASS)";
		}
		if (answer.contains("max number of clients")) {
			return "it takes no more connections: raise its 'maxclients', or connect fewer clients (" + answer + ")";
		}
		if (answer.contains("DB index")) {
			return "it has no database of that number: correct " + this.names.database() + " (" + answer + ")";
		}
		return "it answered " + answer;
	}

	private String silent() {
		return "it did not answer in time; check host and port in " + this.names.address()
				+ ", firewalls between, and that the server is not overloaded; "
				+ (this.tls ? withoutTls() : withTls());
	}

	private String checkEnded() {
		return "check that it takes more connections ('maxclients'), " + this.names.username() + " and "
				+ this.names.password() + "; "
				+ (this.tls ? withoutTls() + "; if it asks for a certificate, " + this.names.bundle() + " must have one"
						: withTls());
	}

	private String withTls() {
		return "if it speaks TLS there, " + this.names.encrypted();
	}

	private String withoutTls() {
		return "if it does not speak TLS there, " + this.names.plain() + ", or lead to another port";
	}

	private static boolean timedOut(Throwable root) {
		return RedisErrors.timedOut(root) || root instanceof TimeoutException;
	}

	/** The innermost cause that tells something. */
	private static Throwable root(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null && root.getCause() != root && !(root instanceof RedisCommandExecutionException
				|| root instanceof UnknownHostException || root instanceof ConnectException)) {
			root = root.getCause();
		}
		return root;
	}

	private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
		for (Throwable cause = error; cause != null && cause.getCause() != cause; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
