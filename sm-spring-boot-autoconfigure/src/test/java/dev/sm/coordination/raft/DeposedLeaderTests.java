package dev.sm.coordination.raft;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member that was the leader, and wrote down what the group never decided, is told by
 * the next leader what was decided instead. The other members are played by the test.
 */
@Timeout(60)
class DeposedLeaderTests {

	private static final UUID GROUP = UUID.randomUUID();

	private final Replica replica = new Replica();

	private final ClientId client = ClientId.randomId();

	private List<MemberAddress> members;

	private DataDirectory directory;

	private MemberServer server;

	private long callIds;

	@BeforeEach
	void open(@TempDir Path folder) throws Exception {
		RaftMembers addresses = new RaftMembers(folder, 3).electionTimeout(Duration.ofMinutes(1));
		RaftCoordinationStore.Settings settings = addresses.settings(0);
		this.members = settings.members();
		this.directory = DataDirectory.open(settings.dataDir(), settings.member(), this.members);
		this.directory.join(new DataDirectory.Membership(GROUP, true, this.members), settings.member());
		this.server = new MemberServer(settings, this.replica, System::nanoTime);
		this.server.open(this.directory);
	}

	@AfterEach
	void close() {
		this.server.close();
		this.directory.close();
	}

	/**
	 * As after a pause of many seconds: what the next leader sent meanwhile arrives at
	 * once, entries and then a heartbeat that says they are decided.
	 */
	@Test
	void appliesOnlyWhatWasDecided() throws Exception {
		List<String> expected = new ArrayList<>();
		TermIndex last = append(1, null, List.of(entry(1, 0, "/first")), 0);
		expected.add("/first");
		for (long term = 2; term < 40; term += 2) {
			long next = last.getIndex() + 1;
			append(term - 1, last, List.of(entry(term - 1, next, "/taken-back/" + term),
					entry(term - 1, next + 1, "/taken-back/too/" + term)), last.getIndex());
			List<LogEntryProto> decided = List.of(entry(term, next, "/decided/" + term),
					entry(term, next + 1, "/decided/too/" + term));
			expected.addAll(List.of("/decided/" + term, "/decided/too/" + term));
			CompletableFuture<AppendEntriesReplyProto> appended = send(term, last, decided, last.getIndex());
			last = TermIndex.valueOf(term, next + 1);
			send(term, last, List.of(), last.getIndex()).join();
			assertThat(appended.join().getResult()).isEqualTo(AppendResult.SUCCESS);
			send(term, last, List.of(), last.getIndex()).join();
			long reached = last.getIndex();
			Awaitility.await().until(() -> this.replica.applied() == reached);
			assertThat(keys()).containsExactlyInAnyOrderElementsOf(expected);
		}
		assertThat(this.server.failure()).isNull();
	}

	private List<String> keys() {
		return this.replica.read((state) -> Stream.of("/first", "/decided", "/taken-back")
			.flatMap((prefix) -> state.list(prefix).entries().stream())
			.map(Entry::key)
			.toList());
	}

	private TermIndex append(long term, TermIndex previous, List<LogEntryProto> entries, long commit) throws Exception {
		assertThat(send(term, previous, entries, commit).join().getResult()).isEqualTo(AppendResult.SUCCESS);
		LogEntryProto last = entries.get(entries.size() - 1);
		return TermIndex.valueOf(last.getTerm(), last.getIndex());
	}

	/** As leader of a term; each term has another one. */
	private CompletableFuture<AppendEntriesReplyProto> send(long term, TermIndex previous, List<LogEntryProto> entries,
			long commit) throws Exception {
		RaftRpcRequestProto header = RaftRpcRequestProto.newBuilder()
			.setRequestorId(this.members.get(1 + (int) (term % 2)).peer().getId().toByteString())
			.setReplyId(this.members.get(0).peer().getId().toByteString())
			.setRaftGroupId(RaftGroupIdProto.newBuilder().setId(RaftGroupId.valueOf(GROUP).toByteString()))
			.setCallId(this.callIds++)
			.build();
		AppendEntriesRequestProto.Builder request = AppendEntriesRequestProto.newBuilder()
			.setServerRequest(header)
			.setLeaderTerm(term)
			.addAllEntries(entries)
			.setLeaderCommit(commit);
		if (previous != null) {
			request.setPreviousLog(previous.toProto());
		}
		return this.server.required().appendEntriesAsync(request.build());
	}

	private LogEntryProto entry(long term, long index, String key) {
		byte[] command = Codec.encode(new Command.Commit(1, index, index, Transaction.builder().put(key, "v").build()));
		ByteBuffer data = ByteBuffer.allocate(2 * Long.BYTES + command.length)
			.putLong(term)
			.putLong(index)
			.put(command)
			.flip();
		return LogEntryProto.newBuilder()
			.setTerm(term)
			.setIndex(index)
			.setStateMachineLogEntry(StateMachineLogEntryProto.newBuilder()
				.setClientId(this.client.toByteString())
				.setCallId(index)
				.setType(StateMachineLogEntryProto.Type.WRITE)
				.setLogData(ByteString.copyFrom(data)))
			.build();
	}

}
