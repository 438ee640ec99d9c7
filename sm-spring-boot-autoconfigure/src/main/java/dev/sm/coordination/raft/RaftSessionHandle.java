package dev.sm.coordination.raft;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.Session;

/**
 * A session as whoever renews it sees it.
 *
 * @param store where it is
 * @param id its id
 * @param ttl its time to live
 */
record RaftSessionHandle(RaftCoordinationStore store, String id, Duration ttl) implements Session {

	@Override
	@SuppressWarnings("NullAway") // the only value of Void
	public CompletionStage<Void> renew() {
		return Stages.map(this.store.write("renew", new Command.Renew(this.id)), (outcome) -> null);
	}

	@Override
	@SuppressWarnings("NullAway") // the only value of Void
	public CompletionStage<Void> close() {
		return Stages.map(this.store.write("close", new Command.Close(this.id)), (outcome) -> null);
	}

	@Override
	public String toString() {
		return "session '" + this.id + "'";
	}

}
