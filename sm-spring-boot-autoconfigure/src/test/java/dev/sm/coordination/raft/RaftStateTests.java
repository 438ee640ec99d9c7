package dev.sm.coordination.raft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RaftStateTests {

	/** Clocks of leaders may show anything. */
	private static final long CLOCK = Long.MAX_VALUE - 500;

	private final RaftState state = new RaftState();

	private long numbers;

	@Test
	void sessionEndsByTheTimeOfTheLog() {
		apply(1, CLOCK, new Command.Open("s", 1000));
		put(1, CLOCK, "/k", "s");
		apply(1, CLOCK + 999, new Command.Tick());
		assertThat(this.state.get("/k")).isNotNull();
		assertThat(this.state.isDue(1, CLOCK + 1000)).isTrue();
		apply(1, CLOCK + 1000, new Command.Tick());
		assertThat(this.state.get("/k")).isNull();
		assertThat(apply(1, CLOCK + 1000, new Command.Renew("s")).kind()).isEqualTo(Outcome.Kind.SESSION_LOST);
	}

	@Test
	void timeNeverRunsBackwardsWithinATerm() {
		apply(1, CLOCK, new Command.Open("s", 1000));
		apply(1, CLOCK + 900, new Command.Tick());
		apply(1, CLOCK + 100, new Command.Renew("s"));
		assertThat(this.state.remaining("s")).isEqualTo(1000);
		apply(1, CLOCK + 1899, new Command.Tick());
		assertThat(this.state.remaining("s")).isEqualTo(1);
	}

	@Test
	void newLeaderGivesSessionsTheirFullTimeWhateverItsClockShows() {
		apply(1, CLOCK, new Command.Open("s", 1000));
		apply(1, CLOCK + 999, new Command.Tick());
		assertThat(this.state.isDue(2, -7)).as("the new leader must say that it is there").isTrue();
		apply(2, -7, new Command.Tick());
		assertThat(this.state.remaining("s")).isEqualTo(1000);
		apply(2, 992, new Command.Tick());
		assertThat(this.state.remaining("s")).isEqualTo(1);
		apply(2, 993, new Command.Tick());
		assertThat(this.state.remaining("s")).isNull();
		assertThat(this.state.isDue(3, 0)).as("without sessions time need not pass").isFalse();
	}

	@Test
	void leaderThatWasStoppedEndsNoSession() {
		long ttl = 2 * LogClock.MAX_STEP;
		apply(1, CLOCK, new Command.Open("s", ttl));
		apply(1, CLOCK + 22 * LogClock.MAX_STEP, new Command.Tick());
		assertThat(this.state.remaining("s")).isEqualTo(ttl - LogClock.MAX_STEP);
		apply(1, CLOCK + 22 * LogClock.MAX_STEP + 1, new Command.Tick());
		assertThat(this.state.remaining("s")).isEqualTo(ttl - LogClock.MAX_STEP - 1);
	}

	@Test
	void leaderSpeaksOftenEnoughForTimeToPass() {
		apply(1, CLOCK, new Command.Open("s", 60 * LogClock.MAX_STEP));
		assertThat(this.state.isDue(1, CLOCK + LogClock.MAX_STEP / 2 - 1)).isFalse();
		assertThat(this.state.isDue(1, CLOCK + LogClock.MAX_STEP / 2)).isTrue();
	}

	@Test
	void clockThatWasReadInAnEarlierTermCountsForNothing() {
		apply(1, 0, new Command.Open("s", 1000));
		this.state.apply(3, null, new Command.Tick());
		assertThat(this.state.isDue(3, 7)).as("nobody knows this leader's clock yet").isTrue();
		apply(3, 5000, new Command.Tick());
		assertThat(this.state.remaining("s")).isEqualTo(1000);
		apply(3, 5999, new Command.Tick());
		this.state.apply(3, null, new Command.Tick());
		assertThat(this.state.remaining("s")).isEqualTo(1);
	}

	@Test
	void commitThatIsSentTwiceTakesEffectOnce() {
		Transaction transaction = Transaction.builder().ifAbsent("/k").put("/k", "v").build();
		Command.Commit commit = new Command.Commit(7, 1, 1, transaction);
		Outcome first = apply(1, 0, commit);
		assertThat(first.kind()).isEqualTo(Outcome.Kind.APPLIED);
		assertThat(apply(2, 0, commit)).isEqualTo(first);
		assertThat(apply(2, 0, new Command.Commit(8, 1, 1, transaction)).kind()).isEqualTo(Outcome.Kind.NOT_APPLIED);
	}

	@Test
	void commitThatWasGivenUpNeverTakesEffect() {
		apply(1, 0, new Command.Commit(7, 5, 5, Transaction.builder().put("/a", "v").build()));
		Outcome late = apply(1, 0, new Command.Commit(7, 4, 4, Transaction.builder().put("/b", "v").build()));
		assertThat(late.kind()).isEqualTo(Outcome.Kind.REFUSED);
		assertThat(this.state.get("/b")).isNull();
	}

	@Test
	void soManySessionsAndNoMore() {
		for (int i = 0; i < RaftState.MAX_SESSIONS; i++) {
			assertThat(apply(1, 0, new Command.Open("s" + i, 1000)).kind()).isNotEqualTo(Outcome.Kind.REFUSED);
		}
		Outcome refused = apply(1, 0, new Command.Open("one-too-many", 1000));
		assertThat(refused.kind()).isEqualTo(Outcome.Kind.REFUSED);
		assertThat(refused.text()).isEqualTo("there are 100000 sessions already");
		assertThat(apply(1, 0, new Command.Open("s7", 1000)).kind()).isNotEqualTo(Outcome.Kind.REFUSED);
	}

	@Test
	void fullStoreRefusesMore() {
		String value = "x".repeat(200_000);
		int fits = (int) (RaftState.MAX_CHARACTERS / (value.length() + 20));
		for (int i = 0; i < fits; i++) {
			assertThat(put(1, 0, "/large/" + i, value, null).kind()).isEqualTo(Outcome.Kind.APPLIED);
		}
		assertThat(put(1, 0, "/large/one-too-many", value.repeat(1), null).kind()).isIn(Outcome.Kind.APPLIED,
				Outcome.Kind.REFUSED);
		Outcome refused = put(1, 0, "/large/two-too-many", value, null);
		assertThat(refused.kind()).isEqualTo(Outcome.Kind.REFUSED);
		assertThat(refused.text()).contains("full");
		apply(1, 0, commit(Transaction.builder().delete("/large/0").delete("/large/1").build()));
		assertThat(put(1, 0, "/large/again", value, null).kind()).isEqualTo(Outcome.Kind.APPLIED);
	}

	/**
	 * Random histories, with changes of leader and clocks that show anything: replicas
	 * that restart from a snapshot at any time have the same state as one that never did,
	 * and that state is what a simple model says.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 300 })
	void replicasAgreeWithEachOtherAndWithTheModel(int histories) throws IOException {
		long first = System.nanoTime();
		for (int i = 0; i < histories; i++) {
			new History(first + i).run(200);
		}
	}

	private Outcome apply(long term, long stamp, Command command) {
		return this.state.apply(term, stamp, command);
	}

	private Command.Commit commit(Transaction transaction) {
		this.numbers++;
		return new Command.Commit(1, this.numbers, this.numbers, transaction);
	}

	private void put(long term, long stamp, String key, String session) {
		assertThat(put(term, stamp, key, "v", session).kind()).isEqualTo(Outcome.Kind.APPLIED);
	}

	private Outcome put(long term, long stamp, String key, String value, String session) {
		return apply(term, stamp, commit(Transaction.builder().put(key, value, session).build()));
	}

	static byte[] snapshot(RaftState state) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		state.write(new Encoder(bytes));
		return bytes.toByteArray();
	}

	static RaftState restored(byte[] snapshot) throws IOException {
		Decoder in = new Decoder(new ByteArrayInputStream(snapshot));
		RaftState state = RaftState.read(in);
		in.end();
		return state;
	}

	/** One random history. */
	private static final class History {

		private final long seed;

		private final Random random;

		private final RaftState steady = new RaftState();

		private RaftState restarting = new RaftState();

		private final TreeMap<String, Long> deadlines = new TreeMap<>();

		private final TreeMap<String, Long> ttls = new TreeMap<>();

		private final TreeMap<String, String> values = new TreeMap<>();

		private final TreeMap<String, String> owners = new TreeMap<>();

		private final List<Command.Commit> sent = new ArrayList<>();

		private long term;

		private long stamp;

		/** Whether an entry of this term has told its leader's clock. */
		private boolean known;

		private long time;

		History(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
		}

		void run(int steps) throws IOException {
			for (int i = 0; i < steps; i++) {
				step();
				if (this.random.nextInt(20) == 0) {
					this.restarting = restored(snapshot(this.restarting));
				}
			}
			assertThat(snapshot(this.restarting)).as("seed %d", this.seed).isEqualTo(snapshot(this.steady));
		}

		private void step() throws IOException {
			if (this.random.nextInt(25) == 0) {
				this.term++;
				this.known = false;
				this.deadlines.replaceAll((id, deadline) -> this.time + this.ttls.get(id));
			}
			Long reading = (this.random.nextInt(6) != 0) ? reading() : null;
			new TreeSet<>(this.deadlines.keySet()).stream()
				.filter((id) -> this.deadlines.get(id) <= this.time)
				.forEach(this::end);
			Command command = Codec.command(Codec.encode(command()));
			Outcome outcome = this.steady.apply(this.term, reading, command);
			assertThat(this.restarting.apply(this.term, reading, command)).as("seed %d", this.seed).isEqualTo(outcome);
			expect(command, outcome);
			assertThat(this.steady.list("/k").entries()).as("seed %d", this.seed)
				.extracting(Entry::key)
				.containsExactlyElementsOf(this.values.keySet());
			assertThat(this.steady.list("/k").entries()).as("seed %d", this.seed)
				.extracting(Entry::value)
				.containsExactlyElementsOf(this.values.values());
		}

		private long reading() {
			if (!this.known) {
				this.known = true;
				this.stamp = this.random.nextLong();
				return this.stamp;
			}
			long passed = (this.random.nextInt(60) != 0) ? this.random.nextInt(120) - 20 : 9 * LogClock.MAX_STEP;
			long reading = this.stamp + passed;
			this.time += Math.min(Math.max(0, passed), LogClock.MAX_STEP);
			// a stamp that came late does not turn the clock of the log back
			this.stamp += Math.max(0, passed);
			return reading;
		}

		private Command command() {
			String session = "s" + this.random.nextInt(4);
			return switch (this.random.nextInt(8)) {
				case 0 -> new Command.Open(session, 50 + this.random.nextInt(200));
				case 1 -> new Command.Renew(session);
				case 2 -> (this.random.nextInt(4) == 0) ? new Command.Close(session) : new Command.Tick();
				case 3 ->
					this.sent.isEmpty() ? new Command.Tick() : this.sent.get(this.random.nextInt(this.sent.size()));
				default -> commit(session);
			};
		}

		private Command commit(String session) {
			String key = "/k/" + this.random.nextInt(5);
			Transaction.Builder transaction = Transaction.builder();
			if (this.random.nextInt(3) == 0) {
				transaction.ifAbsent(key);
			}
			if (this.random.nextInt(4) == 0) {
				transaction.delete(key);
			}
			else {
				transaction.put(key, "v" + this.sent.size(), this.random.nextBoolean() ? session : null);
			}
			Command.Commit commit = new Command.Commit(this.random.nextInt(2), this.sent.size(),
					Math.max(0, this.sent.size() - 3), transaction.build());
			this.sent.add(commit);
			return commit;
		}

		private void expect(Command command, Outcome outcome) {
			if (command instanceof Command.Open open) {
				this.ttls.putIfAbsent(open.id(), open.ttlNanos());
				this.deadlines.put(open.id(), this.time + this.ttls.get(open.id()));
			}
			else if (command instanceof Command.Renew renew) {
				boolean alive = this.deadlines.containsKey(renew.id());
				assertThat(outcome.kind()).isEqualTo(alive ? Outcome.Kind.APPLIED : Outcome.Kind.SESSION_LOST);
				this.deadlines.replace(renew.id(), this.time + this.ttls.getOrDefault(renew.id(), 0L));
			}
			else if (command instanceof Command.Close close) {
				end(close.id());
			}
			else if (command instanceof Command.Commit commit && this.applied.add(commit.number())) {
				apply(commit, outcome);
			}
		}

		private final TreeSet<Long> applied = new TreeSet<>();

		private void apply(Command.Commit commit, Outcome outcome) {
			var operation = commit.transaction().operations().get(0);
			String key = operation.key();
			boolean holds = commit.transaction().compares().isEmpty() || !this.values.containsKey(key);
			var put = (operation instanceof dev.sm.coordination.Operation.Put some) ? some : null;
			String owner = (put != null) ? put.sessionId() : null;
			boolean alive = owner == null || this.deadlines.containsKey(owner);
			Outcome.Kind expected = (!holds) ? Outcome.Kind.NOT_APPLIED
					: (alive ? Outcome.Kind.APPLIED : Outcome.Kind.SESSION_LOST);
			assertThat(outcome.kind()).as("seed %d", this.seed).isEqualTo(expected);
			if (expected != Outcome.Kind.APPLIED) {
				return;
			}
			this.values.remove(key);
			this.owners.remove(key);
			if (put != null) {
				this.values.put(key, put.value());
				if (owner != null) {
					this.owners.put(key, owner);
				}
			}
		}

		private void end(String id) {
			if (this.deadlines.remove(id) != null) {
				this.ttls.remove(id);
				new TreeSet<>(this.owners.keySet()).stream()
					.filter((key) -> id.equals(this.owners.get(key)))
					.forEach((key) -> {
						this.owners.remove(key);
						this.values.remove(key);
					});
			}
		}

	}

}
