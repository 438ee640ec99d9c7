package dev.sm.coordination.raft;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.slf4j.LoggerFactory;

/**
 * Members of one group inside this JVM, each with a folder of its own.
 */
final class RaftMembers implements AutoCloseable {

	static {
		// without Boot, everything would be told
		((Logger) LoggerFactory.getLogger("org.apache.ratis")).setLevel(Level.ERROR);
	}

	private final Path folder;

	private final List<String> addresses;

	private final List<RaftCoordinationStore> members = new ArrayList<>();

	private Duration requestTimeout = Duration.ofSeconds(5);

	private Duration electionTimeout = Duration.ofSeconds(1);

	private RaftCoordinationStore.Tls tls;

	RaftMembers(Path folder, int count) {
		this.folder = folder;
		this.addresses = freePorts(count).stream().map((port) -> "127.0.0.1:" + port).toList();
		IntStream.range(0, count).forEach((i) -> this.members.add(null));
	}

	RaftMembers requestTimeout(Duration timeout) {
		this.requestTimeout = timeout;
		return this;
	}

	RaftMembers electionTimeout(Duration timeout) {
		this.electionTimeout = timeout;
		return this;
	}

	RaftMembers tls(RaftCoordinationStore.Tls tls) {
		this.tls = tls;
		return this;
	}

	static List<Integer> freePorts(int count) {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
			}
			return sockets.stream().map(ServerSocket::getLocalPort).toList();
		}
		catch (IOException ex) {
			return Assertions.fail(ex);
		}
		finally {
			sockets.forEach((socket) -> Closing.close(socket));
		}
	}

	RaftCoordinationStore.Settings settings(int member) {
		return settings(this.addresses.get(member), this.addresses, dataDir(member));
	}

	RaftCoordinationStore.Settings settings(String self, List<String> peers, Path dataDir) {
		return settings(self, peers, dataDir, this.tls, false);
	}

	RaftCoordinationStore.Settings settings(String self, List<String> peers, Path dataDir,
			RaftCoordinationStore.Tls shown, boolean insecure) {
		return new RaftCoordinationStore.Settings(self, peers, dataDir, shown, insecure, this.requestTimeout,
				this.electionTimeout);
	}

	Path dataDir(int member) {
		return this.folder.resolve("member-" + member);
	}

	String address(int member) {
		return this.addresses.get(member);
	}

	List<String> addresses() {
		return this.addresses;
	}

	RaftCoordinationStore start(int member) {
		RaftCoordinationStore store = new RaftCoordinationStore(settings(member));
		this.members.set(member, store);
		return store;
	}

	RaftMembers startAll() {
		IntStream.range(0, this.addresses.size()).forEach(this::start);
		return this;
	}

	void startMissing() {
		IntStream.range(0, this.addresses.size()).filter((i) -> this.members.get(i) == null).forEach(this::start);
	}

	/** Waits until each member can be used. */
	RaftMembers await() {
		for (RaftCoordinationStore member : this.members) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> member.get("/answers")
					.handle((entry, failure) -> failure == null)
					.toCompletableFuture()
					.join());
		}
		return this;
	}

	RaftCoordinationStore get(int member) {
		return this.members.get(member);
	}

	int count() {
		return this.members.size();
	}

	void stop(int member) {
		this.members.get(member).close();
		this.members.set(member, null);
	}

	/**
	 * Which of them leads.
	 * @return its number, or -1
	 */
	int leader() {
		for (RaftCoordinationStore store : this.members) {
			for (int i = 0; store != null && i < this.members.size(); i++) {
				RaftCoordinationStore member = this.members.get(i);
				if (member != null && member.memberId().equals(store.leader())) {
					return i;
				}
			}
		}
		return -1;
	}

	@Override
	public void close() {
		this.members.stream().filter(Objects::nonNull).forEach(RaftCoordinationStore::close);
	}

}
