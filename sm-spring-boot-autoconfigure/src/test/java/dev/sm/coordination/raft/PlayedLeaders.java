package dev.sm.coordination.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * One real member of a group of three, and its leaders, which the test plays.
 */
final class PlayedLeaders implements AutoCloseable {

	private static final RaftGroupId GROUP = RaftGroupId.valueOf(UUID.randomUUID());

	private final ClientId client = ClientId.randomId();

	private final Replica replica = new Replica(Runnable::run);

	private final RaftCoordinationStore.Settings settings;

	private final DataDirectory directory;

	private MemberServer server;

	private long callIds;

	PlayedLeaders(Path folder) throws IOException {
		// it must not want to lead itself
		this.settings = new RaftMembers(folder, 3).electionTimeout(Duration.ofMinutes(1)).settings(0);
		MemberAddress self = this.settings.member();
		this.directory = DataDirectory.open(this.settings.dataDir(), self, this.settings.members());
		this.directory.join(new DataDirectory.Membership(GROUP.getUuid(), true, this.settings.members()), self);
		open();
	}

	private void open() throws IOException {
		this.server = new MemberServer(this.settings, this.replica, System::nanoTime);
		this.server.open(this.directory);
	}

	void restart() throws IOException {
		this.server.close();
		open();
	}

	/** The member's copy. */
	Replica replica() {
		return this.replica;
	}

	String failure() {
		return this.server.failure();
	}

	/**
	 * Tells the member what the leader of a term has.
	 * @param term the term
	 * @param previous what comes before the entries
	 * @param entries the entries, none for a heartbeat
	 * @param commit the last entry that is decided
	 * @return the member's answer
	 */
	CompletableFuture<AppendEntriesReplyProto> send(long term, TermIndex previous, List<LogEntryProto> entries,
			long commit) throws IOException {
		RaftRpcRequestProto header = RaftRpcRequestProto.newBuilder()
			.setRequestorId(this.settings.members().get(1 + (int) (term % 2)).peer().getId().toByteString())
			.setReplyId(this.settings.member().peer().getId().toByteString())
			.setRaftGroupId(RaftGroupIdProto.newBuilder().setId(GROUP.toByteString()))
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

	LogEntryProto entry(long term, long index, long stampTerm, long stamp, Command command) {
		byte[] encoded = Codec.encode(command);
		ByteBuffer data = ByteBuffer.allocate(2 * Long.BYTES + encoded.length)
			.putLong(stampTerm)
			.putLong(stamp)
			.put(encoded)
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

	RaftClientReply snapshot() throws IOException {
		return this.server.required()
			.snapshotManagement(SnapshotManagementRequest.newCreate(this.client, this.settings.member().peer().getId(),
					GROUP, this.callIds++, 10_000, 1));
	}

	@Override
	public void close() {
		this.server.close();
		this.directory.close();
	}

}
