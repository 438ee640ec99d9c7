package dev.sm.coordination.consul;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.net.ssl.SSLContext;

import dev.sm.coordination.CommitResult;
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
import org.jspecify.annotations.Nullable;

/**
 * A coordination store on Consul 1.8 or newer, by way of one agent. Revisions are
 * Consul's {@code ModifyIndex}; reads are consistent ones.
 * <p>
 * A session of Consul has a time to live of at least 10 seconds and ends up to twice that
 * after its last renewal. So it is bound to a check of the agent, which is passed at each
 * renewal and ends the session a second after the time to live that was asked for; what
 * Consul's own time to live is for is the loss of the agent. Where the token may not
 * register the service that has the check, a session has Consul's time to live only.
 * <p>
 * A watch from a revision that was not just listed reads the prefix first, on the calling
 * thread. Thread-safe.
 */
public final class ConsulCoordinationStore implements CoordinationStore {

	private final Settings settings;

	private final ConsulDriver driver;

	private final ConsulBases bases = new ConsulBases();

	/**
	 * Opens the store, without waiting for a connection.
	 * @param settings where it is and how to ask it
	 */
	public ConsulCoordinationStore(Settings settings) {
		this.settings = settings;
		this.driver = new ConsulDriver(settings);
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		Session.checkTtl(ttl);
		return this.driver.submit((calls) -> new ConsulSessions(this.driver).open(calls, ttl));
	}

	@Override
	@SuppressWarnings("NullAway") // does not follow @Nullable type arguments
	public CompletionStage<@Nullable Entry> get(String key) {
		Keys.check(key);
		return this.driver.submit((calls) -> new ConsulReads(calls).get(key));
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		Keys.check(prefix);
		return this.driver.submit((calls) -> {
			Snapshot snapshot = new ConsulReads(calls).list(prefix);
			this.bases.remember(prefix, snapshot);
			return snapshot;
		});
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put && put.sessionId() != null
					&& !ConsulSessions.isId(put.sessionId())) {
				return CompletableFuture.failedStage(new SessionLostException(put.sessionId()));
			}
		}
		return this.driver.submit((calls) -> new ConsulCommit(calls, transaction, this.driver::nextFlag).apply());
	}

	@Override
	public Watch watch(String prefix, long afterRevision, WatchListener listener) {
		ConsulView view = new ConsulView(Keys.check(prefix), afterRevision, this.bases.take(prefix, afterRevision));
		ConsulWatchDriver watch = new ConsulWatchDriver(this.driver, view, listener);
		watch.start();
		return watch;
	}

	@Override
	public void close() {
		this.driver.close();
	}

	@Override
	public String toString() {
		return "Consul at " + this.settings.agent();
	}

	/**
	 * Where Consul is and how to ask it.
	 *
	 * @param agent the URL of the agent, {@code http} or {@code https} with host, port
	 * and perhaps a path: one agent and no balancer, since it keeps the checks
	 * @param token the token, or {@code null} to go without
	 * @param sslContext the keys and trust for {@code https}, or {@code null} for those
	 * of the JVM
	 * @param requestTimeout how long one request may take, including a connection; should
	 * be shorter than the interval of session renewals
	 */
	public record Settings(URI agent, @Nullable String token, @Nullable SSLContext sslContext,
			Duration requestTimeout) {

		public Settings {
			boolean http = "http".equals(agent.getScheme()) || "https".equals(agent.getScheme());
			if (agent.getUserInfo() != null) {
				throw new IllegalArgumentException(
						"URL of the Consul agent at host '" + agent.getHost() + "' must not contain a user");
			}
			if (!http || agent.getHost() == null || agent.getPort() < 0 || agent.getQuery() != null) {
				throw new IllegalArgumentException("URL '" + agent
						+ "' of the Consul agent must have the scheme http or https, a host and a port");
			}
			if (requestTimeout.compareTo(Duration.ofMillis(100)) < 0
					|| requestTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
				throw new IllegalArgumentException(
						"'requestTimeout' of Consul must be between 100 ms and 1 minute (was " + requestTimeout + ")");
			}
		}

		@Override
		public String toString() {
			return "Settings[agent=" + this.agent + ", requestTimeout=" + this.requestTimeout + "]";
		}

	}

}
