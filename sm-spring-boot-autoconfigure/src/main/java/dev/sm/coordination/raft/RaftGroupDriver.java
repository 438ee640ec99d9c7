package dev.sm.coordination.raft;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.coordination.CoordinationException;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Ratis' server: founds or joins the group, opens the server anew when it has
 * failed, and lets snapshots be taken. One thread does all that takes time. Thread-safe.
 */
final class RaftGroupDriver {

	private static final Logger logger = LoggerFactory.getLogger(RaftGroupDriver.class);

	private static final Duration ROUND = Duration.ofMillis(200);

	/** How much log makes a snapshot worth its while. */
	private static final long BYTES_PER_SNAPSHOT = 64L * 1024 * 1024;

	private final RaftCoordinationStore.Settings settings;

	private final MemberAddress self;

	private final Replica replica;

	private final ScheduledThreadPoolExecutor worker;

	private final ClientId clientId = ClientId.randomId();

	private final AtomicLong callIds = new AtomicLong();

	private @Nullable DataDirectory directory;

	private final MemberServer server;

	private volatile @Nullable RaftRequests requests;

	private volatile @Nullable GroupCalls groupCalls;

	private volatile String formation = "it has not asked the other members yet";

	private volatile boolean member;

	private long reopenAt;

	private long askAt;

	private volatile boolean closed;

	RaftGroupDriver(RaftCoordinationStore.Settings settings, Replica replica, ThreadFactory threads) {
		this.settings = settings;
		this.self = settings.member();
		this.replica = replica;
		this.server = new MemberServer(settings, replica, System::nanoTime);
		this.worker = new ScheduledThreadPoolExecutor(1, threads);
	}

	/**
	 * Takes the folder and the address, and begins.
	 */
	void start() {
		keepTheProcess();
		this.directory = DataDirectory.open(this.settings.dataDir(), this.self, this.settings.members());
		checkAddress();
		this.requests = new RaftRequests(
				RatisSettings.rpc(this.settings, this.clientId, this.settings.requestTimeout()), this.clientId,
				this.callIds);
		this.groupCalls = new GroupCalls(RatisSettings.rpc(this.settings, this.clientId, Duration.ofSeconds(5)),
				this.clientId, this.callIds);
		know(this.settings.members().stream().map(MemberAddress::peer).toList());
		know(List.of(this.self.peer()));
		try {
			openServer();
		}
		catch (IOException | RuntimeException ex) {
			throw new RaftCoordinationStore.RefusedException(
					"raft member " + this.self + " could not be started: " + RaftCall.explain(ex), ex);
		}
		this.worker.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Keeps Ratis from ending the process when an address is in use or any thread of the
	 * application throws, which is what it does as a server of its own.
	 */
	private static void keepTheProcess() {
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		ExitUtils.disableSystemExit();
		// the call above has installed a handler that ends the process
		ExitUtils.setTerminateOnUncaughtException(false);
		Thread.setDefaultUncaughtExceptionHandler(before);
	}

	/** Ratis would end the process if the address is in use. */
	private void checkAddress() {
		InetAddress host = this.self.isLoopback() ? InetAddress.getLoopbackAddress() : null;
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(host, this.self.port()));
		}
		catch (IOException ex) {
			throw new RaftCoordinationStore.RefusedException(
					"raft member " + this.self + " cannot listen on port " + this.self.port() + ": " + ex.getMessage(),
					ex);
		}
	}

	private void round() {
		try {
			if (this.server.hasFailed()) {
				reopen();
			}
			else if (this.server.group() == null) {
				form();
			}
			else if (!this.member) {
				join();
			}
			else if (this.replica.isDueForSnapshot(BYTES_PER_SNAPSHOT)) {
				snapshot();
			}
			this.replica.forgetDone();
		}
		catch (IOException | RuntimeException ex) {
			this.formation = RaftCall.explain(ex);
			logger.debug("Raft member {} will try again", this.self, ex);
		}
	}

	private void reopen() {
		long now = System.nanoTime();
		if (now - this.reopenAt < 0) {
			return;
		}
		this.reopenAt = now + Duration.ofSeconds(2).toNanos();
		this.server.close();
		if (this.closed) {
			return;
		}
		try {
			openServer();
			logger.info("Raft member {} is open again", this.self);
		}
		catch (IOException | RuntimeException ex) {
			this.server.cannotBeOpened(ex);
			logger.debug("Raft member {} cannot be opened", this.self, ex);
		}
	}

	/**
	 * Who cannot tell whom it voted for must not vote, like one that has lost its disk.
	 */
	private void openServer() throws IOException {
		if (this.settings.members().size() > 1 && directory().hasLostItsVote()) {
			logger.warn("Raft member {} does not know any more whom it voted for: it begins anew", this.self);
			directory().forget();
			this.member = false;
			this.askAt = 0;
		}
		this.server.open(directory());
	}

	private void form() throws IOException {
		Map<String, Formation.Answer> answers = new HashMap<>();
		for (MemberAddress other : this.settings.members()) {
			if (!other.id().equals(this.self.id())) {
				Formation.Answer answer = groupCalls().ask(other.peer());
				if (answer != null) {
					answers.put(other.id(), answer);
				}
			}
		}
		Formation.Decision decision = Formation.decide(this.self, this.settings.members(), answers);
		switch (decision.action()) {
			case WAIT -> this.formation = decision.reason();
			case FOUND -> begin(new DataDirectory.Membership(decision.requiredGroup(), true, this.settings.members()));
			case JOIN -> {
				RaftGroupId id = RaftGroupId.valueOf(decision.requiredGroup());
				List<MemberAddress> members = groupCalls().remove(id, known(), this.self.id());
				know(members.stream().map(MemberAddress::peer).toList());
				begin(new DataDirectory.Membership(decision.requiredGroup(), false, members));
			}
			default -> throw new IllegalStateException("unknown action " + decision.action());
		}
	}

	private void begin(DataDirectory.Membership membership) throws IOException {
		directory().join(membership, this.self);
		RaftGroup group = MemberServer.group(membership);
		RaftClientReply reply = this.server.required()
			.groupManagement(GroupManagementRequest.newAdd(this.clientId, this.self.peer().getId(),
					this.callIds.incrementAndGet(), group, false));
		if (!reply.isSuccess()) {
			IOException problem = new IOException("the group cannot be begun", reply.getException());
			this.server.failed(problem);
			throw problem;
		}
		this.server.belongsTo(group.getGroupId());
		logger.info("Raft member {} {} group {}", this.self, membership.founder() ? "founds" : "joins",
				membership.group());
	}

	/** Until the others count this member, and a leader talks to it. */
	private void join() throws IOException {
		RaftServer.Division division = division();
		RaftGroupId id = this.server.group();
		if (division == null || id == null) {
			return;
		}
		boolean listed = division.getRaftConf().getPeer(this.self.peer().getId()) != null;
		if (listed && division.getInfo().getLeaderId() != null) {
			this.member = true;
			logger.info("Raft member {} is in group {} of {}", this.self, id.getUuid(), members());
			return;
		}
		this.formation = "no leader of its group has answered yet";
		long now = System.nanoTime();
		if (this.askAt == 0) {
			// a founder need not ask, and nobody must while a leader is being elected
			this.askAt = now + (listed ? Duration.ofSeconds(10).toNanos() : 0);
		}
		if (now - this.askAt >= 0) {
			this.askAt = now + Duration.ofSeconds(2).toNanos();
			know(directory().peers().stream().map(MemberAddress::peer).toList());
			groupCalls().add(id, known(), this.self);
		}
	}

	void snapshot() throws IOException {
		this.server.required()
			.snapshotManagementAsync(SnapshotManagementRequest.newCreate(this.clientId, this.self.peer().getId(),
					groupId(), this.callIds.incrementAndGet(), 60_000, 1));
	}

	CompletableFuture<Void> add(MemberAddress added) {
		return change((id) -> {
			know(List.of(added.peer()));
			groupCalls().add(id, known(), added);
		});
	}

	CompletableFuture<Void> remove(String removed) {
		return change((id) -> groupCalls().remove(id, known(), removed));
	}

	@SuppressWarnings("NullAway") // the only value of Void
	private CompletableFuture<Void> change(Change change) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		try {
			this.worker.execute(() -> {
				try {
					change.make(groupId());
					result.complete(null);
				}
				catch (IOException | RuntimeException ex) {
					result.completeExceptionally(new CoordinationException(
							"raft member " + this.self + " could not change its group: " + RaftCall.explain(ex), ex));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			result.completeExceptionally(new CoordinationException("raft member " + this.self + " is closed", ex));
		}
		return result;
	}

	CompletableFuture<RaftClientReply> submit(RaftPeerId target, RaftClientRequest.Type type, Message content)
			throws IOException {
		return this.server.required().submitClientRequestAsync(requests().of(groupId(), target, type, content));
	}

	RaftClientReply send(RaftPeerId target, RaftClientRequest.Type type, Message content) throws IOException {
		RaftServer.Division division = division();
		RaftPeer peer = (division != null) ? division.getRaftConf().getPeer(target) : null;
		if (peer == null) {
			throw new IOException("there is no member '" + target + "'");
		}
		return requests().send(groupId(), peer, type, content);
	}

	private RaftGroupId groupId() throws IOException {
		RaftGroupId id = this.server.group();
		if (id == null) {
			throw new IOException("it belongs to no group yet: " + this.formation);
		}
		return id;
	}

	private RaftRequests requests() throws IOException {
		RaftRequests present = this.requests;
		if (present == null) {
			throw new IOException("the member is not started");
		}
		return present;
	}

	RaftServer.@Nullable Division division() {
		return this.server.division();
	}

	@Nullable String obstacle() {
		String broken = this.server.failure();
		if (broken != null) {
			return broken;
		}
		return (this.server.group() == null) ? "it belongs to no group yet: " + this.formation : null;
	}

	List<MemberAddress> members() {
		RaftServer.Division division = division();
		return (division != null) ? division.getRaftConf().getCurrentPeers().stream().map(MemberAddress::of).toList()
				: List.of();
	}

	private void know(Collection<RaftPeer> peers) {
		groupCalls().know(peers);
	}

	private List<RaftPeer> known() {
		List<MemberAddress> all = new ArrayList<>(members());
		all.addAll(this.settings.members());
		all.addAll(directory().peers());
		return all.stream().map(MemberAddress::peer).distinct().toList();
	}

	private DataDirectory directory() {
		DataDirectory present = this.directory;
		if (present == null) {
			throw new IllegalStateException("raft member " + this.self + " is not started");
		}
		return present;
	}

	private GroupCalls groupCalls() {
		GroupCalls present = this.groupCalls;
		if (present == null) {
			throw new IllegalStateException("raft member " + this.self + " is not started");
		}
		return present;
	}

	void close() {
		this.closed = true;
		this.worker.shutdownNow();
		Closing.close(this.requests);
		Closing.close(this.groupCalls);
		try {
			// what it waits for ends with the connections
			if (!this.worker.awaitTermination(5, TimeUnit.SECONDS)) {
				logger.warn("Raft member {} does not stop what it does for its group", this.self);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.server.close();
		DataDirectory taken = this.directory;
		if (taken != null) {
			taken.close();
		}
	}

	/** Changes the group. */
	private interface Change {

		void make(RaftGroupId id) throws IOException;

	}

}
