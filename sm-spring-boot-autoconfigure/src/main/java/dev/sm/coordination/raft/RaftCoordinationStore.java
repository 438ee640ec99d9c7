package dev.sm.coordination.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * A coordination store that the instances form among themselves: this instance is a
 * member of a Raft group, and has the whole state in memory and its log on disk. Writes
 * and reads need a majority of the members. Sessions end by a time that the log carries;
 * a new leader gives each its full time to live again.
 * <p>
 * A member that finds an empty folder founds the group together with a majority of the
 * configured members if none of them knows of one, and joins it otherwise. It does so in
 * the background and tries on for as long as it is open; until then, calls wait for it up
 * to the request timeout. While this member's own log cannot be written, its calls fail,
 * so that whatever it holds goes to others. Thread-safe.
 */
public final class RaftCoordinationStore implements CoordinationStore {

	private final RaftDriver driver;

	private volatile boolean closed;

	/**
	 * Opens the store: takes the folder and the address, and goes on in the background.
	 * @param settings which member of which group this is
	 * @throws RefusedException if the folder or the address cannot be used
	 */
	public RaftCoordinationStore(Settings settings) {
		this(RaftDriver.open(settings));
	}

	private RaftCoordinationStore(RaftDriver driver) {
		this.driver = driver;
	}

	/**
	 * Opens another view of this member, which lives until all are closed.
	 * @return the view, to be closed
	 */
	RaftCoordinationStore share() {
		return new RaftCoordinationStore(this.driver.retain());
	}

	@Override
	public CompletionStage<Session> openSession(Duration ttl) {
		Session.checkTtl(ttl);
		String id = this.driver.newSessionId();
		return Stages.map(write("open session", new Command.Open(id, ttl.toNanos())), (outcome) -> session(id, ttl));
	}

	/**
	 * A session that was opened elsewhere.
	 * @param id its id
	 * @param ttl its time to live
	 * @return the session, which may have ended
	 */
	public Session session(String id, Duration ttl) {
		return new RaftSessionHandle(this, id, ttl);
	}

	/**
	 * How long a session lives if it is not renewed.
	 * @param id its id
	 * @return the time; {@code null} if it has ended
	 */
	public CompletionStage<@Nullable Duration> timeToLive(String id) {
		// a read lets time pass first
		return read((state) -> {
			Long nanos = state.remaining(id);
			return (nanos != null) ? Duration.ofNanos(nanos) : null;
		});
	}

	@Override
	public CompletionStage<@Nullable Entry> get(String key) {
		Keys.check(key);
		return read((state) -> state.get(key));
	}

	@Override
	public CompletionStage<Snapshot> list(String prefix) {
		Keys.check(prefix);
		return read((state) -> state.list(prefix));
	}

	/**
	 * Reads all keys below a prefix as far as this member knows them, without asking the
	 * others: at once, also without a majority, and possibly old.
	 * @param prefix the prefix, without trailing slash
	 * @return the entries and the revision of this member's copy
	 */
	public Snapshot listStale(String prefix) {
		Keys.check(prefix);
		return this.driver.replica().read((state) -> state.list(prefix));
	}

	@Override
	public CompletionStage<CommitResult> commit(Transaction transaction) {
		if (this.closed) {
			return CompletableFuture.failedStage(this.driver.closedException());
		}
		return Stages.map(this.driver.commit(transaction),
				(outcome) -> new CommitResult(accepted(outcome).kind() == Outcome.Kind.APPLIED, outcome.revision()));
	}

	@Override
	public Watch watch(String prefix, long afterRevision, WatchListener listener) {
		return this.driver.watch(this, prefix, afterRevision, listener, this.closed);
	}

	/**
	 * Adds a member to the group, which must be running and waiting for it. A member that
	 * starts with the address of another one among its peers does so by itself.
	 * @param member the new member, as {@code host:port} or {@code id@host:port}
	 * @return completes when it counts
	 */
	public CompletionStage<Void> add(String member) {
		return this.driver.group().add(MemberAddress.of("member", member));
	}

	/**
	 * Removes a member from the group, or nothing if it is none. It can come back by
	 * starting again.
	 * @param id its id
	 * @return completes when it does not count any more
	 */
	public CompletionStage<Void> remove(String id) {
		return this.driver.group().remove(id);
	}

	/**
	 * This member.
	 * @return its id
	 */
	public String memberId() {
		return this.driver.self().id();
	}

	/**
	 * The group as this member sees it.
	 * @return its members, as {@code host:port} or {@code id@host:port}; empty until it
	 * belongs to one
	 */
	public List<String> members() {
		return this.driver.members();
	}

	/**
	 * Who leads the group, as far as this member knows.
	 * @return its id, or {@code null}
	 */
	public @Nullable String leader() {
		var leader = this.driver.leader();
		return (leader != null) ? leader.toString() : null;
	}

	@Nullable String obstacle() {
		return this.driver.obstacle();
	}

	void snapshot() throws IOException {
		this.driver.group().snapshot();
	}

	CompletionStage<Outcome> write(String name, Command command) {
		if (this.closed) {
			return CompletableFuture.failedStage(this.driver.closedException());
		}
		return Stages.map(this.driver.write(name, command), this::accepted);
	}

	private Outcome accepted(Outcome outcome) {
		if (outcome.kind() == Outcome.Kind.SESSION_LOST) {
			throw new SessionLostException(outcome.text());
		}
		if (outcome.kind() == Outcome.Kind.REFUSED) {
			throw new CoordinationException(this.driver + " refused a request: " + outcome.text());
		}
		return outcome;
	}

	private <T extends @Nullable Object> CompletionStage<T> read(Function<RaftState, T> reader) {
		if (this.closed) {
			return CompletableFuture.failedStage(this.driver.closedException());
		}
		return Stages.map(this.driver.read(reader), (value) -> value);
	}

	@Override
	public void close() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		this.driver.release(this);
	}

	@Override
	public String toString() {
		return this.driver.toString();
	}

	/**
	 * The folder or the address of a member cannot be used.
	 */
	@SuppressWarnings("serial")
	public static final class RefusedException extends CoordinationException {

		RefusedException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

	/**
	 * Keys and trust for TLS between members, in both directions.
	 *
	 * @param keyManager what this member shows
	 * @param trustManager whom it believes
	 */
	public record Tls(KeyManager keyManager, TrustManager trustManager) {

	}

	/**
	 * Which member of which group this is.
	 *
	 * @param self this member: {@code host:port} that it listens on and that the others
	 * reach it at, or {@code id@host:port}
	 * @param peers the members that the group is founded with, in the same form, this one
	 * among them; or, to join a group that exists, some of its members
	 * @param dataDir the folder of this member's log, for it alone
	 * @param tls keys and trust, or {@code null} to talk without TLS
	 * @param insecure whether members on other hosts may talk without TLS
	 * @param requestTimeout how long one request may take; should be shorter than the
	 * interval of session renewals
	 * @param electionTimeout after how long without a leader a member asks to be elected,
	 * at the earliest; at the latest after twice that time
	 */
	public record Settings(String self, List<String> peers, Path dataDir, @Nullable Tls tls, boolean insecure,
			Duration requestTimeout, Duration electionTimeout) {

		public Settings {
			peers = List.copyOf(peers);
			if (peers.isEmpty()) {
				throw new IllegalArgumentException("'peers' of raft must not be empty");
			}
			checkBetween("requestTimeout", requestTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
			checkBetween("electionTimeout", electionTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
			List<MemberAddress> all = new ArrayList<>(MemberAddress.all("peers", peers));
			all.add(MemberAddress.of("address", self));
			for (MemberAddress member : all) {
				if (tls == null && !insecure && !member.isLoopback()) {
					throw new IllegalArgumentException("member '" + member
							+ "' of raft is on another host, and members there must talk by TLS: name an SSL bundle, "
							+ "or set 'insecure' to true if the network is trusted");
				}
			}
		}

		private static void checkBetween(String name, Duration value, Duration min, Duration max) {
			if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
				throw new IllegalArgumentException(
						"'" + name + "' of raft must be between " + min + " and " + max + " (was " + value + ")");
			}
		}

		MemberAddress member() {
			return MemberAddress.of("address", this.self);
		}

		List<MemberAddress> members() {
			return MemberAddress.all("peers", this.peers);
		}

	}

}
