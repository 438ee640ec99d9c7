package dev.sm.coordination.raft;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ratis' server of this member, which may fail and be opened anew. Thread-safe, but for
 * {@link #open} and {@link #close}, which one thread at a time may call.
 */
final class MemberServer {

	private static final Logger logger = LoggerFactory.getLogger(MemberServer.class);

	private final RaftCoordinationStore.Settings settings;

	private final MemberAddress self;

	private final Replica replica;

	private final LongSupplier clock;

	private volatile @Nullable RaftServer server;

	private volatile @Nullable RaftGroupId groupId;

	private volatile @Nullable String failure;

	MemberServer(RaftCoordinationStore.Settings settings, Replica replica, LongSupplier clock) {
		this.settings = settings;
		this.self = settings.member();
		this.replica = replica;
		this.clock = clock;
	}

	void open(DataDirectory directory) throws IOException {
		DataDirectory.Membership membership = directory.membership();
		boolean alone = this.settings.members().size() == 1;
		RaftServer.Builder builder = RaftServer.newBuilder()
			.setServerId(this.self.peer().getId())
			.setProperties(RatisSettings.server(this.settings, directory, alone))
			.setParameters(RatisSettings.parameters(this.settings))
			.setOption(RaftStorage.StartupOption.RECOVER)
			.setStateMachineRegistry((id) -> new RaftStateMachine(this.replica, this.clock, this::failed));
		if (membership != null) {
			builder.setGroup(group(membership));
		}
		RaftServer opened = builder.build();
		this.server = opened;
		opened.start();
		this.groupId = (membership != null) ? RaftGroupId.valueOf(membership.group()) : null;
		this.failure = null;
	}

	/**
	 * The group as a member begins in it: who came later has to learn from the log who
	 * the members are.
	 * @param membership what the folder says
	 * @return the group
	 */
	static RaftGroup group(DataDirectory.Membership membership) {
		List<RaftPeer> peers = membership.founder() ? membership.peers().stream().map(MemberAddress::peer).toList()
				: List.of();
		return RaftGroup.valueOf(RaftGroupId.valueOf(membership.group()), peers);
	}

	void belongsTo(RaftGroupId id) {
		this.groupId = id;
	}

	void failed(Throwable cause) {
		if (this.failure == null) {
			this.failure = "its log failed: " + RaftCall.explain(cause);
			logger.error("Raft member {} cannot go on, and will be opened anew: {}", this.self, this.failure);
		}
	}

	void cannotBeOpened(Throwable cause) {
		this.failure = "it cannot be opened: " + RaftCall.explain(cause);
	}

	/** Whether it has failed; looks at it first. */
	boolean hasFailed() {
		RaftServer.Division division = division();
		if (this.failure == null && division != null) {
			LifeCycle.State state = division.getInfo().getLifeCycleState();
			if (state.isClosingOrClosed() || state == LifeCycle.State.EXCEPTION) {
				failed(new IOException("its server has stopped"));
			}
		}
		return this.failure != null;
	}

	@Nullable String failure() {
		return this.failure;
	}

	@Nullable RaftGroupId group() {
		return this.groupId;
	}

	RaftServer required() throws IOException {
		RaftServer present = this.server;
		if (present == null) {
			throw new IOException("the server is not open");
		}
		return present;
	}

	RaftServer.@Nullable Division division() {
		RaftServer present = this.server;
		RaftGroupId id = this.groupId;
		try {
			return (present != null && id != null) ? present.getDivision(id) : null;
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Raft member {} has no group at present", this.self, ex);
			return null;
		}
	}

	void close() {
		RaftServer present = this.server;
		this.server = null;
		Closing.close(present);
	}

}
