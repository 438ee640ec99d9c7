package dev.sm.coordination.etcd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that speaks etcd's protocol and means nothing by it.
 */
@Timeout(60)
class HostileEtcdTests {

	private static final long SEED = Long.getLong("sm.test.fuzz.seed", 1);

	private final Random random = new Random(SEED);

	private final Server server;

	private final EtcdCoordinationStore store;

	private volatile RangeResponse page;

	private volatile LeaseGrantResponse lease;

	private volatile boolean sane;

	HostileEtcdTests() throws IOException {
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
			.addService(new Keys())
			.addService(new Leases())
			.addService(new Watches())
			.build()
			.start();
		this.store = new EtcdCoordinationStore(
				new EtcdCoordinationStore.Settings(List.of(URI.create("http://127.0.0.1:" + this.server.getPort())),
						null, null, null, Duration.ofSeconds(2)));
	}

	@AfterEach
	void close() {
		this.store.close();
		this.server.shutdownNow();
	}

	@Test
	void listThatDoesNotGoOnEnds() {
		this.page = RangeResponse.newBuilder().setMore(true).build();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer(this.store.list("/k")))
			.withCauseInstanceOf(CoordinationException.class)
			.withMessageContaining("does not go on");
		this.page = RangeResponse.newBuilder().setMore(true).addKvs(kv("/k/a")).build();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> answer(this.store.list("/k")))
			.withMessageContaining("does not go on");
	}

	@Test
	void leaseThatCannotBeUsedIsRefused() {
		for (long[] granted : new long[][] { { 7, 0 }, { 7, -1 }, { 7, Long.MAX_VALUE }, { 0, 10 } }) {
			this.lease = LeaseGrantResponse.newBuilder().setID(granted[0]).setTTL(granted[1]).build();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> answer(this.store.openSession(Duration.ofSeconds(10))))
				.withCauseInstanceOf(CoordinationException.class)
				.withMessageContaining("a lease that cannot be used");
		}
	}

	@Test
	void everyCallEndsWithAnAnswerOrAnExceptionOfStores() throws Exception {
		for (int i = 0; i < 300; i++) {
			ends(this.store.get("/k"));
			ends(this.store.list("/k"));
			ends(this.store.openSession(Duration.ofSeconds(10)).thenCompose(Session::renew));
			ends(this.store.commit(Transaction.builder().ifAbsent("/k").put("/k", "v").build()));
		}
	}

	@Test
	void watchSurvivesWhatItIsTold() {
		this.sane = true;
		Set<String> told = ConcurrentHashMap.newKeySet();
		try (Watch watch = this.store.watch("/k", 5, new WatchListener() {
			@Override
			public void onEvents(List<WatchEvent> events, long revision) {
				events.forEach((event) -> told.add(event.key()));
				throw new IllegalStateException("listeners may fail as well");
			}

			@Override
			public void onGap(String reason) {
				told.add(reason);
			}
		})) {
			assertThat(watch).isNotNull();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> told.contains("/k/sane"));
			assertThat(told).allMatch((key) -> key.startsWith("/k"));
		}
	}

	private static void ends(CompletionStage<?> stage) throws Exception {
		try {
			answer(stage);
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).as("seed %s", SEED).isInstanceOf(CoordinationException.class);
		}
	}

	private static <T> T answer(CompletionStage<T> stage) throws Exception {
		CompletableFuture<T> answer = stage.toCompletableFuture();
		return answer.get(10, TimeUnit.SECONDS);
	}

	private static KeyValue kv(String key) {
		return KeyValue.newBuilder()
			.setKey(ByteString.copyFromUtf8(key))
			.setValue(ByteString.copyFromUtf8("v"))
			.setModRevision(9)
			.build();
	}

	private synchronized long number() {
		long[] numbers = { 0, 1, -1, 7, Long.MAX_VALUE, Long.MIN_VALUE, this.random.nextLong() };
		return numbers[this.random.nextInt(numbers.length)];
	}

	private synchronized boolean perhaps() {
		return this.random.nextInt(3) == 0;
	}

	private synchronized ByteString bytes() {
		byte[] bytes = new byte[this.random.nextInt(12)];
		this.random.nextBytes(bytes);
		return perhaps() ? ByteString.copyFrom(bytes) : ByteString.copyFromUtf8("/k/" + this.random.nextInt(100));
	}

	private ResponseHeader header() {
		return ResponseHeader.newBuilder().setRevision(number()).build();
	}

	private KeyValue entry() {
		return KeyValue.newBuilder()
			.setKey(bytes())
			.setValue(bytes())
			.setModRevision(number())
			.setLease(number())
			.build();
	}

	private RangeResponse range() {
		if (this.page != null) {
			return this.page;
		}
		RangeResponse.Builder response = RangeResponse.newBuilder().setHeader(header()).setMore(perhaps());
		while (!perhaps()) {
			response.addKvs(entry());
		}
		return response.build();
	}

	private <T> void reply(T message, StreamObserver<T> observer) {
		if (this.page == null && this.lease == null && perhaps()) {
			observer.onError(Status.fromCodeValue(1 + (int) Math.floorMod(number(), 16L))
				.withDescription("lease not found")
				.asRuntimeException());
			return;
		}
		observer.onNext(message);
		observer.onCompleted();
	}

	private final class Keys extends KVGrpc.KVImplBase {

		@Override
		public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
			reply(HostileEtcdTests.this.range(), observer);
		}

		@Override
		public void txn(TxnRequest request, StreamObserver<TxnResponse> observer) {
			reply(TxnResponse.newBuilder().setHeader(header()).setSucceeded(perhaps()).build(), observer);
		}

	}

	private final class Leases extends LeaseGrpc.LeaseImplBase {

		@Override
		public void leaseGrant(LeaseGrantRequest request, StreamObserver<LeaseGrantResponse> observer) {
			LeaseGrantResponse fixed = HostileEtcdTests.this.lease;
			reply((fixed != null) ? fixed : LeaseGrantResponse.newBuilder().setID(number()).setTTL(number()).build(),
					observer);
		}

		@Override
		public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(StreamObserver<LeaseKeepAliveResponse> observer) {
			reply(LeaseKeepAliveResponse.newBuilder().setID(number()).setTTL(number()).build(), observer);
			return new Ignoring<>();
		}

	}

	/** Tells garbage first, and then one change that makes sense. */
	private final class Watches extends WatchGrpc.WatchImplBase {

		@Override
		public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> observer) {
			observer.onNext(WatchResponse.newBuilder()
				.setHeader(ResponseHeader.newBuilder().setRevision(9))
				.setCreated(true)
				.build());
			for (int i = 0; i < 20; i++) {
				WatchResponse.Builder garbage = WatchResponse.newBuilder().setWatchId(number());
				while (!perhaps()) {
					garbage.addEvents(Event.newBuilder()
						.setTypeValue(number() > 0 ? 0 : 1)
						.setKv(entry().toBuilder().setModRevision(Math.floorMod(number(), 5L))));
				}
				observer.onNext(garbage.build());
			}
			if (HostileEtcdTests.this.sane) {
				observer.onNext(WatchResponse.newBuilder().addEvents(Event.newBuilder().setKv(kv("/k/sane"))).build());
			}
			else {
				observer.onError(Status.UNAVAILABLE.asRuntimeException());
			}
			return new Ignoring<>();
		}

	}

	private static final class Ignoring<T> implements StreamObserver<T> {

		@Override
		public void onNext(T value) {
		}

		@Override
		public void onError(Throwable ex) {
		}

		@Override
		public void onCompleted() {
		}

	}

}
