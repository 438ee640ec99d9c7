package dev.sm.coordination.raft;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupInfoReply;
import org.apache.ratis.protocol.GroupInfoRequest;
import org.apache.ratis.protocol.GroupListReply;
import org.apache.ratis.protocol.GroupListRequest;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions and requests about the group itself. Each blocks until it is answered, for
 * seconds at most. Used by one thread at a time.
 */
final class GroupCalls implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(GroupCalls.class);

	private static final RaftGroupId ANY = RaftGroupId.valueOf(new UUID(0, 1));

	private final RaftClientRpc rpc;

	private final ClientId clientId;

	private final AtomicLong callIds;

	GroupCalls(RaftClientRpc rpc, ClientId clientId, AtomicLong callIds) {
		this.rpc = rpc;
		this.clientId = clientId;
		this.callIds = callIds;
	}

	void know(Collection<RaftPeer> peers) {
		this.rpc.addRaftPeers(peers);
	}

	/**
	 * Asks a member which group it belongs to.
	 * @param member the member
	 * @return what it says; {@code null} if it does not answer
	 */
	Formation.@Nullable Answer ask(RaftPeer member) {
		RaftPeerId id = member.getId();
		try {
			GroupListReply groups = (GroupListReply) send(
					new GroupListRequest(this.clientId, id, ANY, this.callIds.incrementAndGet()));
			if (groups.getGroupIds().isEmpty()) {
				return new Formation.Answer(null, false);
			}
			RaftGroupId group = groups.getGroupIds().get(0);
			return new Formation.Answer(group.getUuid(), hasLog(info(id, group)));
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Member {} does not answer", member, ex);
			return null;
		}
	}

	private GroupInfoReply info(RaftPeerId id, RaftGroupId group) throws IOException {
		return (GroupInfoReply) send(new GroupInfoRequest(this.clientId, id, group, this.callIds.incrementAndGet()));
	}

	private static boolean hasLog(GroupInfoReply info) {
		return info.getLogInfoProto().hasLastEntry() || info.getLogInfoProto().hasLastSnapshot();
	}

	/**
	 * Adds a member; nothing happens if it is one already.
	 * @param group the group
	 * @param known members that may know the leader
	 * @param added the member
	 * @throws IOException if it cannot be added now
	 */
	void add(RaftGroupId group, List<RaftPeer> known, MemberAddress added) throws IOException {
		List<RaftPeer> present = membersByLeader(group, known);
		if (present.stream().anyMatch((peer) -> peer.getId().toString().equals(added.id()))) {
			return;
		}
		List<RaftPeer> wanted = new ArrayList<>(present);
		wanted.add(added.peer());
		change(group, known, present, wanted);
	}

	/**
	 * Removes a member; nothing happens if it is none.
	 * @param group the group
	 * @param known members that may know the leader
	 * @param removed the id of the member
	 * @return the members that remain
	 * @throws IOException if it cannot be removed now
	 */
	List<MemberAddress> remove(RaftGroupId group, List<RaftPeer> known, String removed) throws IOException {
		List<RaftPeer> present = membersByLeader(group, known);
		List<RaftPeer> wanted = present.stream().filter((peer) -> !peer.getId().toString().equals(removed)).toList();
		if (wanted.isEmpty()) {
			throw new IOException("the last member of a group cannot leave it");
		}
		if (wanted.size() < present.size()) {
			change(group, known, present, wanted);
		}
		return wanted.stream().map(MemberAddress::of).toList();
	}

	private void change(RaftGroupId group, List<RaftPeer> known, List<RaftPeer> present, List<RaftPeer> wanted)
			throws IOException {
		SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
			.setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
			.setServersInCurrentConf(present)
			.setServersInNewConf(wanted)
			.build();
		byLeader(known, (id) -> send(
				new SetConfigurationRequest(this.clientId, id, group, this.callIds.incrementAndGet(), arguments)));
	}

	private List<RaftPeer> membersByLeader(RaftGroupId group, List<RaftPeer> known) throws IOException {
		IOException last = new IOException("no member is known");
		for (RaftPeer peer : known) {
			try {
				GroupInfoReply info = info(peer.getId(), group);
				if (info.getRoleInfoProto().hasLeaderInfo()) {
					return List.copyOf(info.getGroup().getPeers());
				}
				last = new IOException("there is no leader at present");
			}
			catch (IOException | RuntimeException ex) {
				last = new IOException("'" + peer.getId() + "' answered: " + RaftCall.explain(ex), ex);
			}
		}
		throw last;
	}

	/**
	 * Asks one after the other until the leader has answered. Who cannot be reached, is
	 * not the leader or belongs to no group (a member that has lost its disk, this one
	 * perhaps) says nothing about the next.
	 */
	private RaftClientReply byLeader(List<RaftPeer> known, Request request) throws IOException {
		LinkedHashSet<RaftPeerId> targets = new LinkedHashSet<>();
		known.forEach((peer) -> targets.add(peer.getId()));
		IOException last = new IOException("no member is known");
		for (RaftPeerId target : targets) {
			Throwable problem;
			try {
				RaftClientReply reply = request.sendTo(target);
				if (reply.isSuccess()) {
					return reply;
				}
				problem = reply.getException();
			}
			catch (IOException | RuntimeException ex) {
				problem = ex;
			}
			last = new IOException("'" + target + "' answered: " + RaftCall.explain(problem), problem);
			if (isLeadersRefusal(problem)) {
				throw last;
			}
		}
		throw last;
	}

	private static boolean isLeadersRefusal(@Nullable Throwable problem) {
		return problem instanceof SetConfigurationException || problem instanceof ReconfigurationInProgressException
				|| problem instanceof ReconfigurationTimeoutException;
	}

	private RaftClientReply send(RaftClientRequest request) throws IOException {
		try {
			return this.rpc.sendRequest(request);
		}
		catch (IOException | RuntimeException ex) {
			this.rpc.handleException(request.getServerId(), ex, true);
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.rpc.close();
	}

	/** Sends a request to one member. */
	private interface Request {

		RaftClientReply sendTo(RaftPeerId id) throws IOException;

	}

}
