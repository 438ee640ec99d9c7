package dev.sm.coordination.raft;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MemberMessagesTests {

	private static final int MESSAGES = 20;

	private final MemberMessages messages = new MemberMessages();

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final AtomicInteger seen = new AtomicInteger();

	@Test
	void entriesVotesAndSnapshotsComeOneAfterAnother() {
		CompletableFuture<?>[] senders = Stream
			.of(RaftServerProtocolServiceGrpc.getAppendEntriesMethod(),
					RaftServerProtocolServiceGrpc.getRequestVoteMethod(),
					RaftServerProtocolServiceGrpc.getInstallSnapshotMethod(),
					RaftServerProtocolServiceGrpc.getStartLeaderElectionMethod())
			.map((method) -> CompletableFuture.runAsync(() -> sendAll(method), (task) -> new Thread(task).start()))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(senders).join();
		assertThat(this.seen).hasValue(2 * senders.length * MESSAGES);
		assertThat(this.most).hasValue(1);
	}

	@Test
	void everyServerHasItsOwn(@TempDir Path folder) {
		RaftCoordinationStore.Settings settings = new RaftMembers(folder, 1).settings(0);
		assertThat(GrpcConfigKeys.Server.servicesCustomizer(RatisSettings.parameters(settings)))
			.isInstanceOf(MemberMessages.class)
			.isNotSameAs(GrpcConfigKeys.Server.servicesCustomizer(RatisSettings.parameters(settings)));
	}

	private <A, B> void sendAll(MethodDescriptor<A, B> method) {
		ServerCall.Listener<A> listener = this.messages.interceptCall(new Call<>(method), new Metadata(),
				(call, headers) -> new ServerCall.Listener<>() {

					@Override
					public void onMessage(A message) {
						visit();
					}

					@Override
					public void onHalfClose() {
						visit();
					}

				});
		IntStream.range(0, MESSAGES).forEach((i) -> {
			listener.onMessage(null);
			listener.onHalfClose();
		});
	}

	private void visit() {
		this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		this.seen.incrementAndGet();
		Thread.yield();
		this.inside.decrementAndGet();
	}

	/** A call whose answers nobody wants. */
	private static final class Call<A, B> extends ServerCall<A, B> {

		private final MethodDescriptor<A, B> method;

		private Call(MethodDescriptor<A, B> method) {
			this.method = method;
		}

		@Override
		public void request(int count) {
		}

		@Override
		public void sendHeaders(Metadata headers) {
		}

		@Override
		public void sendMessage(B message) {
		}

		@Override
		public void close(Status status, Metadata trailers) {
		}

		@Override
		public boolean isCancelled() {
			return false;
		}

		@Override
		public MethodDescriptor<A, B> getMethodDescriptor() {
			return this.method;
		}

	}

}
