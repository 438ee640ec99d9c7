package dev.sm.coordination.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The outcomes of commits that their senders may still ask for, so that a commit that is
 * sent twice, to one leader and to the next, takes effect once. A sender says with each
 * commit which answers it no longer waits for; a sender that is silent for long is
 * forgotten. Ongaro's dissertation, 6.3. Not thread-safe.
 */
final class RecentCommits {

	/** Far longer than any request may take. */
	private static final long SILENCE_NANOS = Duration.ofMinutes(10).toNanos();

	private final TreeMap<Long, Client> clients = new TreeMap<>();

	/**
	 * Finds out whether a commit must not take effect.
	 * @param commit the commit
	 * @param revision the revision of the store
	 * @return what to answer instead, or {@code null} if it is new
	 */
	@Nullable Outcome known(Command.Commit commit, long revision) {
		Client client = this.clients.get(commit.client());
		if (client == null) {
			return null;
		}
		if (commit.number() < client.floor) {
			return Outcome.refused("its sender has given it up", revision);
		}
		return client.outcomes.get(commit.number());
	}

	void remember(Command.Commit commit, Outcome outcome, long now) {
		Client client = this.clients.get(commit.client());
		if (client == null) {
			this.clients.values().removeIf((other) -> now - other.lastSeen > SILENCE_NANOS);
			client = new Client();
			this.clients.put(commit.client(), client);
		}
		client.lastSeen = now;
		client.outcomes.put(commit.number(), outcome);
		client.floor = Math.max(client.floor, commit.floor());
		client.outcomes.headMap(client.floor).clear();
	}

	void write(Encoder out) throws IOException {
		out.number(this.clients.size());
		for (Map.Entry<Long, Client> entry : this.clients.entrySet()) {
			Client client = entry.getValue();
			out.number(entry.getKey()).number(client.floor).number(client.lastSeen).number(client.outcomes.size());
			for (Map.Entry<Long, Outcome> outcome : client.outcomes.entrySet()) {
				Codec.write(out.number(outcome.getKey()), outcome.getValue());
			}
		}
	}

	static RecentCommits read(Decoder in) throws IOException {
		RecentCommits recent = new RecentCommits();
		for (int i = in.count(Integer.MAX_VALUE); i > 0; i--) {
			Client client = new Client();
			recent.clients.put(in.number(), client);
			client.floor = in.number();
			client.lastSeen = in.number();
			for (int j = in.count(Integer.MAX_VALUE); j > 0; j--) {
				client.outcomes.put(in.number(), Codec.readOutcome(in));
			}
		}
		return recent;
	}

	/** One sender. */
	private static final class Client {

		private final TreeMap<Long, Outcome> outcomes = new TreeMap<>();

		private long floor;

		private long lastSeen;

	}

}
