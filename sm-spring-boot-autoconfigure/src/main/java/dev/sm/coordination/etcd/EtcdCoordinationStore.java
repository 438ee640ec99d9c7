package dev.sm.coordination.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.net.ssl.SSLContext;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchListener;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import org.jspecify.annotations.Nullable;

/**
 * A coordination store on etcd 3.4 or newer. Sessions are leases, whose time to live etcd
 * counts in seconds and rounds up to about twice its election timeout at least; revisions
 * are etcd's. Connects in the background and tries on for as long as it is open: while
 * there is no connection, calls wait for one until the request timeout, and are then
 * never sent. A long list takes one request for each page. Thread-safe.
 */
public final class EtcdCoordinationStore implements CoordinationStore {

	private static final long MAX_ELECTION_SECONDS = 60;

	private final Settings settings;

	private final EtcdDriver driver;

	/**
	 * Opens the store, without waiting for a connection.
	 * @param settings where it is and how to ask it
	 */
	public EtcdCoordinationStore(Settings settings) {
		this.settings = settings;
		this.driver = new EtcdDriver(settings);
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		long seconds = Session.checkTtl(ttl).plusNanos(999_999_999).toSeconds();
		LeaseGrantRequest grant = LeaseGrantRequest.newBuilder().setTTL(seconds).build();
		// not repeatable: a lease that was granted unheard would live on beside this one
		return this.driver.send(new EtcdRequest<LeaseGrantResponse, Session>("open session", false, null,
				(endpoint, deadline, answer) -> endpoint.lease(deadline).leaseGrant(grant, answer),
				(response) -> session(response, seconds)));
	}

	/**
	 * etcd lengthens what is short for its election timeout, which is a minute at most.
	 */
	private EtcdSession session(LeaseGrantResponse response, long asked) {
		long granted = response.getTTL();
		if (response.getID() == 0 || granted < 1 || granted > asked + MAX_ELECTION_SECONDS * 3) {
			throw new CoordinationException("etcd granted a lease that cannot be used: id " + response.getID() + " for "
					+ granted + " s (asked for " + asked + " s)");
		}
		return new EtcdSession(this.driver, response.getID(), Duration.ofSeconds(granted));
	}

	@Override
	@SuppressWarnings("NullAway") // does not follow @Nullable type arguments
	public CompletionStage<@Nullable Entry> get(String key) {
		Keys.check(key);
		return this.driver.send(new EtcdRequest<RangeResponse, @Nullable Entry>("get", true, null,
				(endpoint, deadline, answer) -> endpoint.kv(deadline).range(EtcdMessages.get(key), answer),
				(response) -> (response.getKvsCount() > 0) ? EtcdMessages.entry(response.getKvs(0)) : null));
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		return new EtcdList(this.driver, Keys.check(prefix)).read();
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		TxnRequest request;
		try {
			request = EtcdMessages.transaction(transaction);
		}
		catch (SessionLostException ex) {
			return CompletableFuture.failedStage(ex);
		}
		return this.driver.send(new EtcdRequest<TxnResponse, CommitResult>("commit", false, sessionOf(transaction),
				(endpoint, deadline, answer) -> endpoint.kv(deadline).txn(request, answer),
				(response) -> new CommitResult(response.getSucceeded(), response.getHeader().getRevision())));
	}

	private static @Nullable String sessionOf(Transaction transaction) {
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put && put.sessionId() != null) {
				return put.sessionId();
			}
		}
		return null;
	}

	@Override
	public Watch watch(String prefix, long afterRevision, WatchListener listener) {
		EtcdWatch watch = new EtcdWatch(this.driver, prefix, afterRevision, listener);
		watch.start();
		return watch;
	}

	@Override
	public void close() {
		this.driver.close();
	}

	@Override
	public String toString() {
		return "etcd at " + this.settings.endpoints();
	}

	/**
	 * Where etcd is and how to ask it.
	 *
	 * @param endpoints the URLs of its members, {@code http} or {@code https} with host
	 * and port; any of them is asked
	 * @param username the user, or {@code null} to go without
	 * @param password the password of the user
	 * @param sslContext the keys and trust for {@code https}, or {@code null} for those
	 * of the JVM
	 * @param requestTimeout how long one request may take, including a connection; should
	 * be shorter than the interval of session renewals
	 */
	public record Settings(List<URI> endpoints, @Nullable String username, @Nullable String password,
			@Nullable SSLContext sslContext, Duration requestTimeout) {

		public Settings {
			endpoints = List.copyOf(endpoints);
			if (endpoints.isEmpty()) {
				throw new IllegalArgumentException("'endpoints' of etcd must not be empty");
			}
			endpoints.forEach(Settings::check);
			if ((username == null) != (password == null)) {
				throw new IllegalArgumentException("'username' and 'password' of etcd must be given together");
			}
			if (requestTimeout.compareTo(Duration.ofMillis(100)) < 0
					|| requestTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
				throw new IllegalArgumentException(
						"'requestTimeout' of etcd must be between 100 ms and 1 minute (was " + requestTimeout + ")");
			}
		}

		private static void check(URI endpoint) {
			boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
			if (endpoint.getUserInfo() != null) {
				throw new IllegalArgumentException("endpoint of etcd at host '" + endpoint.getHost()
						+ "' must not contain a user: set 'username' and 'password'");
			}
			if (!http || endpoint.getHost() == null || endpoint.getPort() < 0) {
				throw new IllegalArgumentException(
						"endpoint '" + endpoint + "' of etcd must be a URL with scheme http or https, host and port");
			}
		}

		@Override
		public String toString() {
			return "Settings[endpoints=" + this.endpoints + ", username=" + this.username + ", requestTimeout="
					+ this.requestTimeout + "]";
		}

	}

}
