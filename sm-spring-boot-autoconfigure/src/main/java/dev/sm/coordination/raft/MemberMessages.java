package dev.sm.coordination.raft;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * Lets one message of another member at a time into Ratis' server. Ratis looks at its
 * term and at what the entries follow under a lock, and adds them to the log outside it:
 * between the two, a vote could be given to a candidate that lacks them, or a later
 * leader's entries be taken back. Thread-safe.
 */
final class MemberMessages implements GrpcServices.Customizer, ServerInterceptor {

	/** The others change nothing. */
	private static final Set<String> ORDERED = Set.of("appendEntries", "installSnapshot", "requestVote",
			"startLeaderElection");

	private final ReentrantLock lock = new ReentrantLock();

	@Override
	public NettyServerBuilder customize(NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
		return types.contains(GrpcServices.Type.SERVER) ? builder.intercept(this) : builder;
	}

	@Override
	public <A, B> ServerCall.Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers,
			ServerCallHandler<A, B> next) {
		ServerCall.Listener<A> listener = next.startCall(call, headers);
		String method = call.getMethodDescriptor().getBareMethodName();
		return (method != null && ORDERED.contains(method)) ? new OneAtATime<>(listener) : listener;
	}

	/**
	 * Takes the lock for what may call the server: streams do with each message, other
	 * calls once all of the request is there.
	 *
	 * @param <A> the message
	 */
	private final class OneAtATime<A> extends SimpleForwardingServerCallListener<A> {

		private OneAtATime(ServerCall.Listener<A> listener) {
			super(listener);
		}

		@Override
		public void onMessage(A message) {
			exclusively(() -> super.onMessage(message));
		}

		@Override
		public void onHalfClose() {
			exclusively(super::onHalfClose);
		}

		private void exclusively(Runnable call) {
			MemberMessages.this.lock.lock();
			try {
				call.run();
			}
			finally {
				MemberMessages.this.lock.unlock();
			}
		}

	}

}
