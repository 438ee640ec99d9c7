package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;

/**
 * A session that is a lease. Each renewal is a call of its own with an answer of its own,
 * so its sender can tell what it has been granted from when on. Thread-safe.
 */
final class EtcdSession implements Session {

	private final EtcdDriver driver;

	private final long leaseId;

	private final Duration ttl;

	EtcdSession(EtcdDriver driver, long leaseId, Duration ttl) {
		this.driver = driver;
		this.leaseId = leaseId;
		this.ttl = ttl;
	}

	@Override
	public String id() {
		return EtcdMessages.sessionId(this.leaseId);
	}

	@Override
	public Duration ttl() {
		return this.ttl;
	}

	@Override
	public CompletionStage<Void> renew() {
		return this.driver.send(
				new EtcdRequest<LeaseKeepAliveResponse, Void>("renew", true, id(), this::keepAlive, this::checkAlive));
	}

	private void keepAlive(EtcdEndpoint endpoint, Deadline deadline, StreamObserver<LeaseKeepAliveResponse> answer) {
		StreamObserver<LeaseKeepAliveRequest> requests = endpoint.lease(deadline).leaseKeepAlive(answer);
		requests.onNext(LeaseKeepAliveRequest.newBuilder().setID(this.leaseId).build());
		requests.onCompleted();
	}

	@SuppressWarnings("NullAway") // the only value of Void
	private Void checkAlive(LeaseKeepAliveResponse response) {
		if (response.getTTL() <= 0) {
			throw new SessionLostException(id());
		}
		return null;
	}

	@Override
	@SuppressWarnings("NullAway") // the only value of Void
	public CompletionStage<Void> close() {
		EtcdRequest<LeaseRevokeResponse, Void> request = new EtcdRequest<>("close", true, id(),
				(endpoint, deadline, answer) -> endpoint.lease(deadline)
					.leaseRevoke(LeaseRevokeRequest.newBuilder().setID(this.leaseId).build(), answer),
				(response) -> null);
		CompletableFuture<Void> result = new CompletableFuture<>();
		this.driver.send(request).whenComplete((nothing, failure) -> {
			if (failure == null || failure instanceof SessionLostException) {
				result.complete(null);
			}
			else {
				result.completeExceptionally(failure);
			}
		});
		return result;
	}

	@Override
	public String toString() {
		return "session '" + id() + "'";
	}

}
