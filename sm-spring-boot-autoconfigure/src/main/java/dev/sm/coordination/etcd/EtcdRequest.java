package dev.sm.coordination.etcd;

import java.util.function.Function;

import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * One call of etcd and what to make of its answer.
 *
 * @param <R> what etcd answers
 * @param <T> what the caller gets
 * @param name what it is, for people
 * @param repeatable whether it may be sent again when its outcome is unknown
 * @param sessionId the session that it is about, or {@code null}
 * @param call sends it
 * @param reader makes the result of the answer
 */
record EtcdRequest<R, T>(String name, boolean repeatable, @Nullable String sessionId, Call<R> call,
		Function<R, T> reader) {

	/**
	 * Sends a request.
	 *
	 * @param <R> what etcd answers
	 */
	interface Call<R> {

		void send(EtcdEndpoint endpoint, Deadline deadline, StreamObserver<R> answer);

	}

}
