package dev.sm.coordination.etcd;

import java.net.URI;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.WatchGrpc;
import io.grpc.ConnectivityState;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of etcd and the connection to it. Thread-safe.
 */
final class EtcdEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(EtcdEndpoint.class);

	/** Makes a member that has lost its leader end a watch instead of going silent. */
	private static final Metadata REQUIRE_LEADER = new Metadata();

	static {
		REQUIRE_LEADER.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
	}

	/** A handshake may take several times as long as a request on a slow machine. */
	private static final int HANDSHAKE_PATIENCE = 5;

	private final URI uri;

	private final ManagedChannel channel;

	private final @Nullable EtcdCredentials credentials;

	private final int patience;

	private volatile boolean heard;

	private int checksWithoutConnection;

	EtcdEndpoint(URI uri, EtcdCoordinationStore.Settings settings, int patience) {
		this.uri = uri;
		this.channel = EtcdChannels.open(uri, settings);
		this.credentials = (settings.username() != null && settings.password() != null)
				? new EtcdCredentials(this.channel, settings.username(), settings.password(), settings.requestTimeout())
				: null;
		this.patience = patience;
	}

	KVGrpc.KVStub kv(Deadline deadline) {
		return unary(KVGrpc.newStub(this.channel), deadline);
	}

	LeaseGrpc.LeaseStub lease(Deadline deadline) {
		return unary(LeaseGrpc.newStub(this.channel), deadline);
	}

	WatchGrpc.WatchStub watch() {
		return authenticated(WatchGrpc.newStub(this.channel))
			.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(REQUIRE_LEADER));
	}

	/**
	 * The deadline is what keeps a request that nobody waits for any more from being sent
	 * once the member is back.
	 */
	private <S extends AbstractStub<S>> S unary(S stub, Deadline deadline) {
		return authenticated(stub).withWaitForReady().withDeadline(deadline);
	}

	private <S extends AbstractStub<S>> S authenticated(S stub) {
		return (this.credentials != null) ? stub.withCallCredentials(this.credentials) : stub;
	}

	boolean isReady() {
		return this.channel.getState(true) == ConnectivityState.READY;
	}

	/**
	 * Notes that the member has said something.
	 */
	void heard() {
		this.heard = true;
	}

	/**
	 * Whether the member has said nothing since this was asked last.
	 * @return whether it was silent
	 */
	boolean wasSilent() {
		boolean silent = !this.heard;
		this.heard = false;
		return silent;
	}

	/**
	 * Whether calls carry a token, so that a refused one can be replaced.
	 * @return whether there is a user
	 */
	boolean hasCredentials() {
		return this.credentials != null;
	}

	void forgetToken() {
		if (this.credentials != null) {
			this.credentials.forget();
		}
	}

	/**
	 * Gives up a connection that no longer answers, as after a cut that nobody was told
	 * of; what still runs on it may end there.
	 */
	void reconnect() {
		if (this.channel.getState(false) == ConnectivityState.READY) {
			this.channel.enterIdle();
			this.channel.getState(true);
		}
	}

	/**
	 * Looks after the connection: tries again at once where gRPC would back off for up to
	 * two minutes, and begins anew where connecting takes too long. To be called at short
	 * intervals by one thread.
	 */
	void check() {
		ConnectivityState state = this.channel.getState(true);
		if (state == ConnectivityState.READY) {
			if (this.checksWithoutConnection >= this.patience) {
				logger.info("etcd at {} is back", this.uri);
			}
			this.checksWithoutConnection = 0;
			return;
		}
		this.checksWithoutConnection++;
		if (this.checksWithoutConnection == this.patience) {
			logger.warn("etcd at {} is not reachable; trying on", this.uri);
		}
		if (state == ConnectivityState.TRANSIENT_FAILURE) {
			this.channel.resetConnectBackoff();
		}
		else if (this.checksWithoutConnection % (HANDSHAKE_PATIENCE * this.patience) == 0) {
			this.channel.enterIdle();
			this.channel.getState(true);
		}
	}

	void close() {
		this.channel.shutdownNow();
	}

	@Override
	public String toString() {
		return this.uri.toString();
	}

}
