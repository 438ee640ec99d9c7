package dev.sm.coordination.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.protocol.TermIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member that wrote down what the group never decided is told by the next leader what
 * was decided instead.
 */
@Timeout(240)
class DeposedLeaderTests {

	private PlayedLeaders leaders;

	@BeforeEach
	void open(@TempDir Path folder) throws IOException {
		this.leaders = new PlayedLeaders(folder);
	}

	@AfterEach
	void close() {
		this.leaders.close();
	}

	/**
	 * As after a pause of many seconds: what the next leader sent meanwhile arrives at
	 * once, entries and then a heartbeat that says they are decided.
	 */
	@Test
	void appliesOnlyWhatWasDecided() throws IOException {
		List<String> expected = new ArrayList<>();
		TermIndex last = append(1, null, List.of(put(1, 0, "/first")), 0);
		expected.add("/first");
		for (long term = 2; term < 24; term += 2) {
			long next = last.getIndex() + 1;
			append(term - 1, last, List.of(put(term - 1, next, "/taken-back/" + term),
					put(term - 1, next + 1, "/taken-back/too/" + term)), last.getIndex());
			List<LogEntryProto> decided = List.of(put(term, next, "/decided/" + term),
					put(term, next + 1, "/decided/too/" + term));
			expected.addAll(List.of("/decided/" + term, "/decided/too/" + term));
			CompletableFuture<AppendEntriesReplyProto> appended = this.leaders.send(term, last, decided,
					last.getIndex());
			last = TermIndex.valueOf(term, next + 1);
			this.leaders.send(term, last, List.of(), last.getIndex()).join();
			assertThat(appended.join().getResult()).isEqualTo(AppendResult.SUCCESS);
			this.leaders.send(term, last, List.of(), last.getIndex()).join();
			awaitApplied(last.getIndex());
			assertThat(keys()).containsExactlyInAnyOrderElementsOf(expected);
		}
		assertThat(this.leaders.failure()).isNull();
	}

	/**
	 * Any number of leaders, each of which may take back what was not decided, clocks
	 * that show anything, restarts and snapshots: the copy is what the decided entries
	 * make of nothing, one after another.
	 */
	@Test
	void copyComesFromTheDecidedEntriesAlone() throws IOException {
		long seed = System.nanoTime();
		History history = new History(seed);
		for (int i = 0; i < 150; i++) {
			history.step(i % 75 == 74);
		}
		history.end();
		awaitApplied(history.log.size() - 1);
		RaftState expected = new RaftState();
		for (LogEntryProto entry : history.log) {
			var data = entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer();
			Long stamp = (data.getLong() == entry.getTerm()) ? Long.valueOf(data.getLong(Long.BYTES)) : null;
			byte[] command = new byte[data.position(2 * Long.BYTES).remaining()];
			data.get(command);
			expected.apply(entry.getTerm(), stamp, Codec.command(command));
		}
		byte[] copy = this.leaders.replica().read(DeposedLeaderTests::bytes);
		assertThat(copy).as("seed %d", seed).isEqualTo(bytes(expected));
		assertThat(this.leaders.failure()).as("seed %d", seed).isNull();
	}

	private static byte[] bytes(RaftState state) {
		try {
			return RaftStateTests.snapshot(state);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private void awaitApplied(long index) {
		assertThat(this.leaders.replica().reached(index)).succeedsWithin(Duration.ofSeconds(10));
	}

	private List<String> keys() {
		return this.leaders.replica()
			.read((state) -> Stream.of("/first", "/decided", "/taken-back")
				.flatMap((prefix) -> state.list(prefix).entries().stream())
				.map(Entry::key)
				.toList());
	}

	private TermIndex append(long term, TermIndex previous, List<LogEntryProto> entries, long commit)
			throws IOException {
		assertThat(this.leaders.send(term, previous, entries, commit).join().getResult())
			.isEqualTo(AppendResult.SUCCESS);
		LogEntryProto last = entries.get(entries.size() - 1);
		return TermIndex.valueOf(last.getTerm(), last.getIndex());
	}

	private LogEntryProto put(long term, long index, String key) {
		return this.leaders.entry(term, index, term, index,
				new Command.Commit(1, index, index, Transaction.builder().put(key, "v").build()));
	}

	/** What random leaders do. */
	private final class History {

		private final Random random;

		private final List<LogEntryProto> log = new ArrayList<>();

		private final List<CompletableFuture<AppendEntriesReplyProto>> answers = new ArrayList<>();

		private long term = 1;

		private int decided = -1;

		private long numbers;

		History(long seed) {
			this.random = new Random(seed);
		}

		void step(boolean restart) throws IOException {
			if (this.random.nextInt(3) == 0) {
				this.term++;
				int kept = this.decided + 1 + this.random.nextInt(this.log.size() - this.decided);
				this.log.subList(kept, this.log.size()).clear();
			}
			int before = this.log.size();
			TermIndex previous = last();
			for (int i = this.random.nextInt(4); i >= 0; i--) {
				this.log.add(entry());
			}
			List<LogEntryProto> sent = List.copyOf(this.log.subList(before, this.log.size()));
			this.answers.add(DeposedLeaderTests.this.leaders.send(this.term, previous, sent, this.decided));
			if (this.random.nextBoolean()) {
				this.decided += this.random.nextInt(this.log.size() - this.decided);
			}
			heartbeat();
			if (restart) {
				awaitAnswers();
				assertThat(DeposedLeaderTests.this.leaders.snapshot().isSuccess()).isTrue();
				DeposedLeaderTests.this.leaders.restart();
			}
		}

		void end() throws IOException {
			this.decided = this.log.size() - 1;
			heartbeat();
			awaitAnswers();
		}

		private void heartbeat() throws IOException {
			this.answers.add(DeposedLeaderTests.this.leaders.send(this.term, last(), List.of(), this.decided));
		}

		private void awaitAnswers() {
			this.answers.forEach((answer) -> assertThat(answer.join().getResult()).isEqualTo(AppendResult.SUCCESS));
			this.answers.clear();
		}

		private TermIndex last() {
			return this.log.isEmpty() ? null : TermIndex.valueOf(this.log.get(this.log.size() - 1));
		}

		private LogEntryProto entry() {
			long stampTerm = this.term - ((this.random.nextInt(5) == 0) ? 1 : 0);
			long stamp = (this.random.nextInt(50) == 0) ? this.random.nextLong() : this.numbers * 40;
			return DeposedLeaderTests.this.leaders.entry(this.term, this.log.size(), stampTerm, stamp, command());
		}

		private Command command() {
			this.numbers++;
			String session = "s" + this.random.nextInt(3);
			String key = "/k/" + this.random.nextInt(6);
			return switch (this.random.nextInt(6)) {
				case 0 -> new Command.Open(session, 100 + this.random.nextInt(500));
				case 1 -> new Command.Renew(session);
				case 2 -> new Command.Tick();
				default -> new Command.Commit(this.random.nextInt(2), this.numbers, Math.max(1, this.numbers - 5),
						Transaction.builder()
							.put(key, "v" + this.numbers, this.random.nextBoolean() ? session : null)
							.build());
			};
		}

	}

}
