package dev.sm.coordination.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.coordination.Change;
import dev.sm.coordination.ChangeHistory;
import dev.sm.coordination.Compare;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Snapshot;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state: keys, sessions and the time. Passive: the same entries of the log
 * lead to the same state on every replica, whatever clocks show and whenever they are
 * applied.
 * <p>
 * Time passes by what the log says alone ({@link LogClock}). After a change of leader
 * every session has its full time to live again. Each entry first ends the sessions that
 * are due. Not thread-safe.
 */
final class RaftState {

	/** The most characters of keys and values that fit; all are in memory. */
	static final long MAX_CHARACTERS = 256L * 1024 * 1024;

	static final int MAX_SESSIONS = 100_000;

	private static final int HISTORY_CAPACITY = 8 * 1024 * 1024;

	private final TreeMap<String, Entry> entries = new TreeMap<>();

	private final TreeMap<String, RaftSession> sessions = new TreeMap<>();

	private RecentCommits recent = new RecentCommits();

	private ChangeHistory history;

	private long revision = 1;

	private LogClock clock = new LogClock();

	/** No session ends before. */
	private long quietUntil = Long.MAX_VALUE;

	private long characters;

	RaftState() {
		this.history = new ChangeHistory(HISTORY_CAPACITY, this.revision);
	}

	/**
	 * Applies one entry of the log.
	 * @param term the term of its leader
	 * @param stamp a reading of its leader's clock, in nanoseconds, taken in this term
	 * after the leader got the command; {@code null} if there is none
	 * @param command what to do
	 * @return what became of it
	 */
	Outcome apply(long term, @Nullable Long stamp, Command command) {
		pass(term, stamp);
		if (command instanceof Command.Open open) {
			return open(open);
		}
		if (command instanceof Command.Renew renew) {
			RaftSession session = this.sessions.get(renew.id());
			return (session != null) ? renew(session) : Outcome.sessionLost(renew.id(), this.revision);
		}
		if (command instanceof Command.Close close) {
			end(close.id());
		}
		else if (command instanceof Command.Commit commit) {
			return commit(commit);
		}
		return Outcome.of(true, this.revision);
	}

	private void pass(long term, @Nullable Long stamp) {
		if (this.clock.pass(term, stamp)) {
			this.sessions.values().forEach((session) -> session.renew(this.clock.now()));
		}
		if (this.clock.now() >= this.quietUntil) {
			due().forEach(this::end);
			this.quietUntil = nextDeadline();
		}
	}

	private List<String> due() {
		return this.sessions.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().deadline() <= this.clock.now())
			.map(Map.Entry::getKey)
			.toList();
	}

	private Outcome open(Command.Open open) {
		if (this.sessions.size() >= MAX_SESSIONS && !this.sessions.containsKey(open.id())) {
			return Outcome.refused("there are " + MAX_SESSIONS + " sessions already", this.revision);
		}
		return renew(this.sessions.computeIfAbsent(open.id(), (id) -> new RaftSession(open.ttlNanos(), 0)));
	}

	private Outcome renew(RaftSession session) {
		session.renew(this.clock.now());
		this.quietUntil = Math.min(this.quietUntil, session.deadline());
		return Outcome.of(true, this.revision);
	}

	private void end(String id) {
		RaftSession session = this.sessions.remove(id);
		if (session != null) {
			write(List.copyOf(session.keys()).stream().<Operation>map(Operation.Delete::new).toList());
		}
	}

	private Outcome commit(Command.Commit commit) {
		Outcome outcome = this.recent.known(commit, this.revision);
		if (outcome == null) {
			outcome = commit(commit.transaction());
			this.recent.remember(commit, outcome, this.clock.now());
		}
		return outcome;
	}

	private Outcome commit(Transaction transaction) {
		if (!transaction.compares().stream().allMatch(this::holds)) {
			return Outcome.of(false, this.revision);
		}
		long added = 0;
		for (Operation operation : transaction.operations()) {
			if (operation instanceof Operation.Put put) {
				added += put.key().length() + put.value().length();
				if (put.sessionId() != null && !this.sessions.containsKey(put.sessionId())) {
					return Outcome.sessionLost(put.sessionId(), this.revision);
				}
			}
		}
		if (added > 0 && this.characters + added > MAX_CHARACTERS) {
			return Outcome.refused("the store is full: keys and values have " + this.characters + " of at most "
					+ MAX_CHARACTERS + " characters", this.revision);
		}
		write(transaction.operations());
		return Outcome.of(true, this.revision);
	}

	private boolean holds(Compare compare) {
		Entry entry = this.entries.get(compare.key());
		return ((entry != null) ? entry.revision() : 0) == compare.revision();
	}

	private void write(List<Operation> operations) {
		List<Operation> effective = operations.stream()
			.filter((operation) -> operation instanceof Operation.Put || this.entries.containsKey(operation.key()))
			.toList();
		if (effective.isEmpty()) {
			return;
		}
		this.revision++;
		List<WatchEvent> events = new ArrayList<>();
		for (Operation operation : effective) {
			remove(operation.key());
			Entry entry = null;
			if (operation instanceof Operation.Put put) {
				entry = new Entry(put.key(), put.value(), this.revision, put.sessionId());
				add(entry);
			}
			events.add(new WatchEvent(operation.key(), this.revision, entry));
		}
		this.history.add(new Change(this.revision, events));
	}

	private void add(Entry entry) {
		this.entries.put(entry.key(), entry);
		this.characters += entry.key().length() + entry.value().length();
		RaftSession session = (entry.sessionId() != null) ? this.sessions.get(entry.sessionId()) : null;
		if (session != null) {
			session.keys().add(entry.key());
		}
	}

	private void remove(String key) {
		Entry entry = this.entries.remove(key);
		if (entry != null) {
			this.characters -= entry.key().length() + entry.value().length();
			RaftSession session = (entry.sessionId() != null) ? this.sessions.get(entry.sessionId()) : null;
			if (session != null) {
				session.keys().remove(key);
			}
		}
	}

	@Nullable Entry get(String key) {
		return this.entries.get(key);
	}

	Snapshot list(String prefix) {
		List<Entry> found = new ArrayList<>();
		for (Entry entry : this.entries.tailMap(prefix).values()) {
			if (!entry.key().startsWith(prefix)) {
				break;
			}
			if (Keys.covers(prefix, entry.key())) {
				found.add(entry);
			}
		}
		return new Snapshot(this.revision, found);
	}

	long revision() {
		return this.revision;
	}

	@Nullable List<Change> changesAfter(long revision) {
		return this.history.after(revision);
	}

	/**
	 * How long a session lives if it is not renewed, from the last entry on.
	 * @param id the session
	 * @return the time in nanoseconds; {@code null} if it has ended
	 */
	@Nullable Long remaining(String id) {
		RaftSession session = this.sessions.get(id);
		return (session != null) ? session.deadline() - this.clock.now() : null;
	}

	private long nextDeadline() {
		long earliest = Long.MAX_VALUE;
		for (RaftSession session : this.sessions.values()) {
			earliest = Math.min(earliest, session.deadline());
		}
		return earliest;
	}

	/**
	 * Whether a leader must let time pass: there are sessions, and one is due, or they do
	 * not know this leader yet, or have heard nothing of it for long.
	 * @param term the term of the leader
	 * @param stamp its clock
	 * @return whether it must
	 */
	boolean isDue(long term, long stamp) {
		return !this.sessions.isEmpty() && this.clock.isDue(term, stamp, nextDeadline());
	}

	void write(Encoder out) throws IOException {
		out.number(this.revision);
		this.clock.write(out);
		out.number(this.sessions.size());
		for (Map.Entry<String, RaftSession> session : this.sessions.entrySet()) {
			out.text(session.getKey()).number(session.getValue().ttlNanos()).number(session.getValue().deadline());
		}
		out.number(this.entries.size());
		for (Entry entry : this.entries.values()) {
			out.text(entry.key()).text(entry.value()).number(entry.revision());
			Codec.writeOptional(out, entry.sessionId());
		}
		this.recent.write(out);
	}

	static RaftState read(Decoder in) throws IOException {
		RaftState state = new RaftState();
		state.revision = in.number();
		state.clock = LogClock.read(in);
		for (int i = in.count(Integer.MAX_VALUE); i > 0; i--) {
			state.sessions.put(in.text(), new RaftSession(in.number(), in.number()));
		}
		for (int i = in.count(Integer.MAX_VALUE); i > 0; i--) {
			state.add(new Entry(in.text(), in.text(), in.number(), Codec.readOptional(in)));
		}
		state.recent = RecentCommits.read(in);
		state.quietUntil = state.nextDeadline();
		state.history = new ChangeHistory(HISTORY_CAPACITY, state.revision);
		return state;
	}

}
