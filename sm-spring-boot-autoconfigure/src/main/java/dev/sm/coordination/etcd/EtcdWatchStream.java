package dev.sm.coordination.etcd;

import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of a watch, with one member.
 */
final class EtcdWatchStream implements ClientResponseObserver<WatchRequest, WatchResponse> {

	private static final Logger logger = LoggerFactory.getLogger(EtcdWatchStream.class);

	private final EtcdWatch watch;

	private final EtcdEndpoint endpoint;

	private volatile @Nullable ClientCallStreamObserver<WatchRequest> requests;

	private volatile boolean created;

	EtcdWatchStream(EtcdWatch watch, EtcdEndpoint endpoint) {
		this.watch = watch;
		this.endpoint = endpoint;
	}

	void open(WatchRequest request) {
		StreamObserver<WatchRequest> stream = this.endpoint.watch().watch(this);
		try {
			stream.onNext(request);
		}
		catch (IllegalStateException ex) {
			// closed in between, which onError tells as well
			logger.trace("A watch was closed while it began", ex);
		}
	}

	EtcdEndpoint endpoint() {
		return this.endpoint;
	}

	boolean created() {
		return this.created;
	}

	void cancel() {
		ClientCallStreamObserver<WatchRequest> open = this.requests;
		if (open != null) {
			open.cancel("the watch has left this stream", null);
		}
	}

	@Override
	public void beforeStart(ClientCallStreamObserver<WatchRequest> requestStream) {
		this.requests = requestStream;
	}

	@Override
	public void onNext(WatchResponse response) {
		this.created = true;
		this.endpoint.heard();
		this.watch.run(this, () -> this.watch.answered(this, response));
	}

	@Override
	public void onError(Throwable failure) {
		this.watch.run(this, () -> this.watch.failed(this, Status.fromThrowable(failure)));
	}

	@Override
	public void onCompleted() {
		onError(Status.UNAVAILABLE.withDescription("the member ended the watch").asRuntimeException());
	}

}
