package dev.sm.coordination.etcd;

import java.util.concurrent.CompletableFuture;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/**
 * Takes the first answer of a call.
 *
 * @param <R> the answer
 */
final class AnswerObserver<R> implements StreamObserver<R> {

	private final CompletableFuture<R> answer;

	AnswerObserver(CompletableFuture<R> answer) {
		this.answer = answer;
	}

	@Override
	public void onNext(R value) {
		this.answer.complete(value);
	}

	@Override
	public void onError(Throwable failure) {
		this.answer.completeExceptionally(failure);
	}

	@Override
	public void onCompleted() {
		if (!this.answer.isDone()) {
			onError(Status.UNAVAILABLE.withDescription("the call ended without an answer").asRuntimeException());
		}
	}

}
