package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Transaction;
import dev.sm.testkit.StoreMirror;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the store does while etcd is away, and after.
 */
class EtcdFaultTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final EtcdServer server = EtcdServer.prepare();

	private final EtcdCoordinationStore store = new EtcdCoordinationStore(this.server.settings(TIMEOUT));

	@AfterEach
	void closeAll() {
		this.store.close();
		this.server.close();
	}

	@Test
	void callsFailInTimeAndSayWhereWhileTheServerIsAbsent() {
		long start = System.nanoTime();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/k", "v"))
			.withMessageContaining(this.server.endpoint().toString())
			.withMessageContaining("'commit'")
			.withMessageContaining("Connection refused");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT.dividedBy(2),
				TIMEOUT.multipliedBy(4));
	}

	@Test
	void writeThatTimedOutIsNotAppliedWhenTheServerComes() {
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/ghost", "v"));
		restart();
		put("/k", "v");
		assertNeverSeen("/ghost");
	}

	@Test
	void writeThatTimedOutIsNotAppliedWhenTheServerComesBack() {
		restart();
		put("/k", "v");
		this.server.kill();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/ghost", "v"));
		restart();
		put("/k", "w");
		assertNeverSeen("/ghost");
	}

	@Test
	void reconnectsSoonAfterALongAbsence() {
		restart();
		put("/k", "v");
		this.server.kill();
		// long enough for gRPC's own back-off to reach several seconds
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ofSeconds(10)).until(() -> true);
		this.server.restart();
		long start = System.nanoTime();
		eventually().ignoreException(CoordinationException.class).until(() -> get("/k") != null);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
	}

	@Test
	void callsFailInTimeWhileTheServerIsPausedAndWorkAfterwards() {
		restart();
		Session session = answer(this.store.openSession(Duration.ofSeconds(10)));
		put("/k", "v", session.id());
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.pause();
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(session.renew()))
					.isNotInstanceOf(SessionLostException.class)
					.withMessageContaining("within");
			}
			this.server.resume();
			eventually().ignoreException(CoordinationException.class).until(() -> answer(session.renew()) == null);
			assertThat(get("/k").sessionId()).isEqualTo(session.id());
			put("/k", "w", session.id());
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.faults()).isEmpty();
		}
	}

	@Test
	void sessionAndWatchOutliveARestart() {
		restart();
		Session session = answer(this.store.openSession(Duration.ofSeconds(5)));
		put("/k", "v", session.id());
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.kill();
			restart();
			answer(session.renew());
			put("/k/x", "w");
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.entries()).extracting(Entry::value).containsExactly("v", "w");
			assertThat(mirror.gaps()).isZero();
			assertThat(mirror.faults()).isEmpty();
		}
	}

	@Test
	void watchFromACompactedRevisionReportsAGap() {
		restart();
		long old = put("/k", "1");
		put("/k/x", "1");
		delete("/k/x");
		EtcdAdmin.compact(this.server, put("/k", "2"));
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").startAfter(old)) {
			eventually().until(() -> mirror.gaps() == 1);
			put("/k/y", "3");
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.gaps()).isOne();
		}
	}

	@Test
	void watchThatIsUpToDateOutlivesACompaction() {
		restart();
		put("/k", "1");
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			EtcdAdmin.compact(this.server, put("/k", "2"));
			put("/k", "3");
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.gaps()).isZero();
		}
	}

	@Test
	void wipedStoreEndsSessionsAndIsAGapForWatches() {
		restart();
		Session session = answer(this.store.openSession(Duration.ofSeconds(30)));
		put("/k", "v", session.id());
		put("/k/x", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.kill();
			this.server.wipe();
			restart();
			assertThatExceptionOfType(SessionLostException.class).isThrownBy(() -> answer(session.renew()));
			eventually().until(() -> mirror.gaps() > 0);
			put("/k/new", "v");
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.entries()).extracting(Entry::key).containsExactly("/k/new");
		}
	}

	@Test
	void closeReturnsAtOnceAndFailsWhatIsUnderWayWhileTheServerIsPaused() {
		restart();
		put("/k", "v");
		this.server.pause();
		CompletionStage<Entry> pending = this.store.get("/k");
		long start = System.nanoTime();
		this.store.close();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(pending))
			.withMessageContaining("closed");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
	}

	@Test
	void closedStoreLeavesNoThreadOfItsOwn() {
		this.store.openSession(Duration.ofSeconds(5));
		this.store.close();
		eventually().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("sm-etcd")));
	}

	private void restart() {
		this.server.restart();
		awaitReady(this.store);
	}

	/**
	 * Waits for the first answer, which may take long in a JVM that has just started.
	 * @param store whom to ask
	 */
	static void awaitReady(EtcdCoordinationStore store) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.ignoreException(CoordinationException.class)
			.until(() -> answer(store.get("/ready")) == null);
	}

	private void assertNeverSeen(String key) {
		Awaitility.await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> get(key) == null);
	}

	private ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
	}

	private long put(String key, String value) {
		return put(key, value, null);
	}

	private long put(String key, String value, String sessionId) {
		CommitResult result = answer(this.store.commit(Transaction.builder().put(key, value, sessionId).build()));
		assertThat(result.applied()).isTrue();
		return result.revision();
	}

	private void delete(String key) {
		answer(this.store.commit(Transaction.builder().delete(key).build()));
	}

	private Entry get(String key) {
		return answer(this.store.get(key));
	}

	private List<Entry> list(String prefix) {
		return answer(this.store.list(prefix)).entries();
	}

	static <T> T answer(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new AssertionError(ex);
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("no answer", ex);
		}
	}

}
