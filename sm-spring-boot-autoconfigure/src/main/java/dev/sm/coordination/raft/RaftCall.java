package dev.sm.coordination.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sm.coordination.CoordinationException;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.jspecify.annotations.Nullable;

/**
 * One request, sent to whoever this member takes for the leader, and again, until there
 * is an answer or the time is up. It may arrive more than once: the state recognises a
 * commit, and the others do no more the second time. Thread-safe.
 */
final class RaftCall {

	private static final Duration PAUSE = Duration.ofMillis(25);

	private static final Duration CHECK = Duration.ofMillis(100);

	private final RaftDriver driver;

	private final String name;

	private final byte[] message;

	private final long deadline;

	private final CompletableFuture<Outcome> result = new CompletableFuture<>();

	private int attempts;

	private volatile String problem = "it was not sent yet";

	RaftCall(RaftDriver driver, String name, byte[] message) {
		this.driver = driver;
		this.name = name;
		this.message = message;
		this.deadline = driver.nanoTime() + driver.requestTimeout().toNanos();
	}

	CompletableFuture<Outcome> start() {
		if (!this.driver.later(this.driver.requestTimeout(), this::expire)) {
			this.result.completeExceptionally(this.driver.closedException());
			return this.result;
		}
		attempt();
		return this.result;
	}

	private void expire() {
		this.result.completeExceptionally(new CoordinationException(this.driver + " did not answer '" + this.name
				+ "' within " + this.driver.requestTimeout() + ": " + this.problem));
	}

	/** Fails if it is not done. */
	void abandon() {
		this.result.completeExceptionally(this.driver.closedException());
	}

	private synchronized void attempt() {
		if (this.result.isDone() || this.driver.nanoTime() - this.deadline >= 0) {
			return;
		}
		String obstacle = this.driver.obstacle();
		RaftPeerId leader = (obstacle == null) ? this.driver.leader() : null;
		if (leader == null) {
			retry(this.attempts, (obstacle != null) ? obstacle : "there is no leader at present");
			return;
		}
		this.attempts++;
		int attempt = this.attempts;
		this.driver.submit(leader, this.message, this.deadline)
			.whenComplete((reply, failure) -> answered(attempt, leader, reply, failure));
		this.driver.later(CHECK, () -> watchLeader(attempt, leader));
	}

	/**
	 * A leader that is slow is waited for: asked twice, it would only be slower. But it
	 * may have stopped, and then another one takes the same request.
	 */
	private synchronized void watchLeader(int attempt, RaftPeerId leader) {
		if (attempt != this.attempts || this.result.isDone()) {
			return;
		}
		RaftPeerId present = this.driver.leader();
		if (present != null && !present.equals(leader)) {
			attempt();
			return;
		}
		this.problem = "'" + leader + "' has not answered";
		this.driver.later(CHECK, () -> watchLeader(attempt, leader));
	}

	private synchronized void retry(int attempt, String problem) {
		if (attempt == this.attempts && !this.result.isDone()) {
			this.problem = problem;
			if (!this.driver.later(PAUSE, this::attempt)) {
				abandon();
			}
		}
	}

	private void answered(int attempt, RaftPeerId leader, @Nullable RaftClientReply reply,
			@Nullable Throwable failure) {
		Throwable problem = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (reply != null && reply.isSuccess()) {
			succeed(reply);
			return;
		}
		if (problem == null && reply != null) {
			problem = reply.getException();
		}
		if (problem instanceof StateMachineException refusal) {
			this.result.completeExceptionally(
					new CoordinationException(this.driver + " refused '" + this.name + "': " + explain(refusal)));
			return;
		}
		retry(attempt, "'" + leader + "' answered: " + explain(problem));
	}

	private void succeed(RaftClientReply reply) {
		try {
			this.result.complete(Codec.outcome(reply.getMessage().getContent().toByteArray()));
		}
		catch (IOException | RuntimeException ex) {
			this.result.completeExceptionally(
					new CoordinationException("the answer to '" + this.name + "' cannot be read", ex));
		}
	}

	static String explain(@Nullable Throwable problem) {
		if (problem == null) {
			return "nothing";
		}
		Throwable root = problem;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		String text = (root.getMessage() != null) ? root.getMessage() : root.getClass().getSimpleName();
		return text.lines().findFirst().orElse("");
	}

}
