package dev.sm.coordination.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Transaction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Members that come, go, fail and come back.
 */
@Timeout(120)
class RaftGroupTests {

	/** Shared: each test leaves it such that all that are missing can be started. */
	private static RaftMembers three;

	@TempDir
	Path folder;

	private RaftMembers members;

	@BeforeAll
	static void foundGroup(@TempDir Path shared) {
		three = new RaftMembers(shared, 3).electionTimeout(Duration.ofMillis(300)).startAll();
	}

	@AfterAll
	static void closeGroup() {
		three.close();
	}

	@AfterEach
	void closeMembers() {
		if (this.members != null && this.members != three) {
			this.members.close();
		}
	}

	private void useThree() {
		this.members = three;
		three.startMissing();
		patiently().until(() -> answers(0) && answers(1) && answers(2));
	}

	@Test
	void memberRestartsWithAllItHad() {
		this.members = new RaftMembers(this.folder, 1).startAll();
		patiently().until(() -> answers(0));
		Session session = this.members.get(0).openSession(Duration.ofMinutes(1)).toCompletableFuture().join();
		long revision = put(0, "/free", "v", null);
		put(0, "/bound", "v", session.id());
		this.members.stop(0);
		this.members.start(0);
		patiently().until(() -> answers(0));
		assertThat(get(0, "/free")).isEqualTo(new Entry("/free", "v", revision, null));
		assertThat(get(0, "/bound").sessionId()).isEqualTo(session.id());
		this.members.get(0).session(session.id(), session.ttl()).renew().toCompletableFuture().join();
		assertThat(this.members.get(0).timeToLive(session.id()).toCompletableFuture().join())
			.isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
	}

	@Test
	void nothingRunsAfterTheEnd() {
		this.members = new RaftMembers(this.folder, 1).startAll();
		put(0, "/k", "v", null);
		int port = this.members.get(0).memberId().lastIndexOf('_');
		String name = this.members.get(0).memberId().substring(port + 1);
		this.members.stop(0);
		patiently().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((thread) -> thread.contains(name)));
	}

	@Test
	void addressInUseIsRefusedAndNothingIsLeft() {
		this.members = new RaftMembers(this.folder, 1).startAll();
		String address = this.members.address(0);
		Path other = this.folder.resolve("other");
		assertThatExceptionOfType(RaftCoordinationStore.RefusedException.class)
			.isThrownBy(() -> new RaftCoordinationStore(this.members.settings(address, List.of(address), other)))
			.withMessageContaining("cannot listen on port");
		DataDirectory.open(other, MemberAddress.of("address", address), List.of()).close();
	}

	@Test
	void groupGoesOnWithoutItsLeaderAndTakesItBack() {
		useThree();
		Session session = this.members.get(0).openSession(Duration.ofMinutes(1)).toCompletableFuture().join();
		put(0, "/bound", "v", session.id());
		int leader = this.members.leader();
		this.members.stop(leader);
		int other = (leader + 1) % 3;
		patiently().until(() -> answers(other));
		long revision = put(other, "/k", "after", null);
		assertThat(get(other, "/bound")).isNotNull();
		this.members.start(leader);
		patiently().until(() -> answers(leader));
		assertThat(get(leader, "/k").revision()).isEqualTo(revision);
	}

	@Test
	void memberThatLostItsDiskComesBack() throws IOException {
		useThree();
		put(0, "/k", "v", null);
		this.members.stop(2);
		wipe(this.members.dataDir(2));
		this.members.start(2);
		patiently().until(() -> answers(2));
		assertThat(get(2, "/k").value()).isEqualTo("v");
		patiently().untilAsserted(() -> assertThat(this.members.get(0).members()).hasSize(3));
		this.members.stop(0);
		patiently().until(() -> answers(2));
		assertThat(put(2, "/k", "w", null)).isPositive();
	}

	@Test
	void memberThatLostItsDiskComesBackWhicheverLeads() throws IOException {
		useThree();
		if (this.members.leader() == 0) {
			this.members.stop(0);
			patiently().until(() -> answers(1) && answers(2));
			this.members.start(0);
			patiently().until(() -> answers(0));
		}
		// asked before the leader, it says that it knows no group
		assertThat(this.members.leader()).isPositive();
		put(0, "/k", "v", null);
		this.members.stop(0);
		wipe(this.members.dataDir(0));
		this.members.start(0);
		patiently().until(() -> answers(0));
		assertThat(get(0, "/k").value()).isEqualTo("v");
	}

	@Test
	void memberThatLostItsDiskTakesASnapshot() throws IOException {
		useThree();
		Session session = this.members.get(0).openSession(Duration.ofMinutes(1)).toCompletableFuture().join();
		put(0, "/bound", "v", session.id());
		for (int i = 0; i < 3; i++) {
			this.members.get(i).snapshot();
		}
		patiently().until(() -> hasSnapshot(0) && hasSnapshot(1) && hasSnapshot(2));
		this.members.stop(2);
		wipe(this.members.dataDir(2));
		this.members.start(2);
		patiently().until(() -> answers(2));
		assertThat(hasSnapshot(2)).isTrue();
		assertThat(get(2, "/bound").sessionId()).isEqualTo(session.id());
		assertThat(this.members.get(2).obstacle()).isNull();
	}

	private boolean hasSnapshot(int member) throws IOException {
		try (Stream<Path> files = Files.walk(this.members.dataDir(member))) {
			return files.anyMatch((file) -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+"));
		}
	}

	@Test
	void memberThatLostItsVoteComesBackAsAStranger() throws IOException {
		useThree();
		put(0, "/k", "v", null);
		this.members.stop(2);
		try (Stream<Path> files = Files.walk(this.members.dataDir(2))) {
			Path vote = files.filter((file) -> file.endsWith("raft-meta")).findFirst().orElseThrow();
			// as a full disk leaves it
			Files.writeString(vote, "");
		}
		this.members.start(2);
		patiently().until(() -> answers(2));
		assertThat(get(2, "/k").value()).isEqualTo("v");
		patiently().untilAsserted(() -> assertThat(this.members.get(0).members()).hasSize(3));
	}

	@Test
	void memberJoinsAndLeavesAtRunTime() {
		this.members = new RaftMembers(this.folder, 1).startAll();
		put(0, "/k", "v", null);
		String address = "127.0.0.1:" + RaftMembers.freePorts(1).get(0);
		try (RaftCoordinationStore second = new RaftCoordinationStore(
				this.members.settings(address, this.members.addresses(), this.folder.resolve("second")))) {
			patiently().until(() -> answers(second));
			assertThat(second.get("/k").toCompletableFuture().join().value()).isEqualTo("v");
			patiently().untilAsserted(() -> assertThat(this.members.get(0).members()).hasSize(2));
			patiently().until(() -> succeeds(this.members.get(0).remove(second.memberId())));
			patiently().untilAsserted(() -> assertThat(this.members.get(0).members()).hasSize(1));
		}
		patiently().until(() -> answers(0));
		assertThat(put(0, "/k", "alone", null)).isPositive();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.members.get(0).remove(this.members.get(0).memberId()).toCompletableFuture().join())
			.withMessageContaining("the last member");
	}

	@Test
	void minorityFailsItsCallsInTime() {
		this.members = new RaftMembers(this.folder, 3).requestTimeout(Duration.ofMillis(300));
		this.members.start(0);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.members.get(0).get("/k").toCompletableFuture().join())
			.withCauseInstanceOf(CoordinationException.class)
			.withMessageContaining("did not answer 'read' within PT0.3S");
	}

	/**
	 * The others may have another leader by then. Ratis' own reads would be answered for
	 * as long as nothing more is committed here, and writes keep its leader from noticing
	 * that nobody answers it.
	 */
	@Test
	void leaderThatNobodyAnswersTellsNothing() {
		this.members = new RaftMembers(this.folder, 3).requestTimeout(Duration.ofMillis(700))
			.electionTimeout(Duration.ofSeconds(4)) // it takes itself for the leader for
													// so long
			.startAll()
			.await();
		int leader = this.members.leader();
		put(leader, "/k", "v", null);
		assertThat(get(leader, "/k").value()).isEqualTo("v");
		assertThat(get(leader, "/k").value()).isEqualTo("v");
		this.members.stop((leader + 1) % 3);
		this.members.stop((leader + 2) % 3);
		RaftCoordinationStore alone = this.members.get(leader);
		CompletionStage<?> write = alone.commit(Transaction.builder().put("/k", "w", null).build());
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> alone.get("/k").toCompletableFuture().join())
			.withMessageContaining("did not answer 'read'");
		assertThat(succeeds(write)).isFalse();
	}

	private static void wipe(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	private static ConditionFactory patiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
	}

	private boolean answers(int member) {
		return answers(this.members.get(member));
	}

	private static boolean answers(CoordinationStore store) {
		return succeeds(store.get("/answers"));
	}

	private static boolean succeeds(CompletionStage<?> stage) {
		return stage.handle((value, failure) -> failure == null).toCompletableFuture().join();
	}

	private long put(int member, String key, String value, String session) {
		RaftCoordinationStore store = this.members.get(member);
		patiently().until(() -> answers(store));
		return store.commit(Transaction.builder().put(key, value, session).build())
			.toCompletableFuture()
			.join()
			.revision();
	}

	private Entry get(int member, String key) {
		return this.members.get(member).get(key).toCompletableFuture().join();
	}

}
