package dev.sm.coordination.raft;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.ratis.client.RaftClientRpc;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Requests to the state, and the connections to other members that they go over.
 * Thread-safe.
 */
final class RaftRequests implements Closeable {

	private final RaftClientRpc rpc;

	private final ClientId clientId;

	private final AtomicLong callIds;

	RaftRequests(RaftClientRpc rpc, ClientId clientId, AtomicLong callIds) {
		this.rpc = rpc;
		this.clientId = clientId;
		this.callIds = callIds;
	}

	RaftClientRequest of(RaftGroupId group, RaftPeerId target, RaftClientRequest.Type type, Message content) {
		return RaftClientRequest.newBuilder()
			.setClientId(this.clientId)
			.setServerId(target)
			.setGroupId(group)
			.setCallId(this.callIds.incrementAndGet())
			.setType(type)
			.setMessage(content)
			.build();
	}

	/**
	 * Sends a request and waits for its answer, for the request timeout at most.
	 * @param group the group
	 * @param target whom to ask
	 * @param type the kind of request
	 * @param content the request
	 * @return the answer
	 * @throws IOException if there is none
	 */
	RaftClientReply send(RaftGroupId group, RaftPeer target, RaftClientRequest.Type type, Message content)
			throws IOException {
		this.rpc.addRaftPeers(List.of(target));
		try {
			return this.rpc.sendRequest(of(group, target.getId(), type, content));
		}
		catch (IOException | RuntimeException ex) {
			// a connection that failed would go on failing for as long as it backs off
			this.rpc.handleException(target.getId(), ex, true);
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.rpc.close();
	}

}
