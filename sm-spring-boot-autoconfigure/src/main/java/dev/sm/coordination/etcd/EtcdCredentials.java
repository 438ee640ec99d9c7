package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Adds a token to every call, which it gets with user name and password and keeps until
 * it is refused. Thread-safe.
 */
final class EtcdCredentials extends CallCredentials {

	private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

	private final Channel channel;

	private final String username;

	private final String password;

	private final Duration timeout;

	private @Nullable CompletableFuture<Metadata> token;

	EtcdCredentials(Channel channel, String username, String password, Duration timeout) {
		this.channel = channel;
		this.username = username;
		this.password = password;
		this.timeout = timeout;
	}

	@Override
	public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
		token().whenComplete((metadata, failure) -> {
			if (failure == null) {
				applier.apply(metadata);
			}
			else {
				forget();
				applier.fail(refusal(failure));
			}
		});
	}

	synchronized void forget() {
		if (this.token != null && this.token.isDone()) {
			this.token = null;
		}
	}

	private synchronized CompletableFuture<Metadata> token() {
		if (this.token == null) {
			this.token = authenticate();
		}
		return this.token;
	}

	private CompletableFuture<Metadata> authenticate() {
		CompletableFuture<AuthenticateResponse> answer = new CompletableFuture<>();
		AuthGrpc.newStub(this.channel)
			.withDeadlineAfter(this.timeout.toNanos(), TimeUnit.NANOSECONDS)
			.authenticate(AuthenticateRequest.newBuilder().setName(this.username).setPassword(this.password).build(),
					new AnswerObserver<>(answer));
		CompletableFuture<Metadata> result = new CompletableFuture<>();
		answer.whenComplete((response, failure) -> {
			Metadata metadata = new Metadata();
			if (failure == null) {
				metadata.put(TOKEN, response.getToken());
			}
			else if (!EtcdErrors.isAuthenticationDisabled(Status.fromThrowable(failure))) {
				result.completeExceptionally(failure);
				return;
			}
			result.complete(metadata);
		});
		return result;
	}

	private Status refusal(Throwable failure) {
		Status status = Status.fromThrowable(failure);
		if (status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
			return Status.UNAVAILABLE.withDescription("no token: " + EtcdErrors.explain(status));
		}
		return Status.UNAUTHENTICATED
			.withDescription("user '" + this.username + "' was refused: " + EtcdErrors.explain(status));
	}

}
