package dev.sm.coordination.consul;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import dev.sm.testkit.StoreMirror;
import dev.sm.testkit.consul.ConsulData;
import dev.sm.testkit.consul.TestConsul;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the store does while Consul is away, slow or unwilling, and after.
 */
@Timeout(60)
class ConsulFaultTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final TestConsul server = TestConsul.start();

	private final List<ConsulCoordinationStore> opened = new ArrayList<>();

	private final ConsulCoordinationStore store = open(null);

	private ConsulCoordinationStore open(String token) {
		return open(token, TIMEOUT);
	}

	private ConsulCoordinationStore open(String token, Duration timeout) {
		ConsulCoordinationStore next = new ConsulCoordinationStore(new ConsulCoordinationStore.Settings(
				URI.create("http://127.0.0.1:" + this.server.port()), token, null, timeout));
		this.opened.add(next);
		return next;
	}

	@AfterEach
	void closeAll() {
		this.opened.forEach(ConsulCoordinationStore::close);
		this.server.close();
	}

	@Test
	void callsFailInTimeAndSayWhereWhileTheAgentIsAbsent() {
		this.server.stop();
		long start = System.nanoTime();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/k", "v"))
			.withMessageContaining("127.0.0.1:" + this.server.port())
			.withMessageContaining("'commit'")
			.withMessageContaining("Connection refused");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.multipliedBy(4));
	}

	@Test
	void writeThatFoundNoAgentIsNotAppliedWhenItComesBack() {
		put("/k", "v");
		this.server.stop();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/ghost", "v"));
		this.server.restart();
		put("/k", "w");
		assertThat(get("/ghost")).isNull();
	}

	@Test
	void agentThatIsRestartedWithinTheTimeoutIsNotNoticed() {
		put("/k", "v");
		this.server.stop();
		CompletionStage<Entry> pending = this.store.get("/k");
		this.server.restart();
		assertThat(answer(pending).value()).isEqualTo("v");
	}

	@Test
	void slowAgentIsATimeoutAndNoLostSession() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(10)));
		this.server.faults().delay("/v1/session/renew", 1, TIMEOUT.multipliedBy(2));
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(session.renew()))
			.isNotInstanceOf(SessionLostException.class)
			.withMessageContaining("'renew' within PT1S");
		answer(session.renew());
	}

	@Test
	void errorsThatPassAreNotNoticedByWhatCanBeRepeated() {
		put("/k", "v");
		Session session = answer(this.store.openSession(Duration.ofSeconds(10)));
		this.server.faults().answer("/v1/kv", 2, 500, "No cluster leader");
		this.server.faults().answer("/v1/session/renew", 1, 429, "Your IP is issuing too many concurrent connections");
		assertThat(get("/k").value()).isEqualTo("v");
		answer(session.renew());
	}

	@Test
	void commitThatFailedIsNotSentAgain() {
		this.server.faults().answer("/v1/txn", 1, 500, "rpc error: leadership lost while committing log");
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/k", "v"))
			.withMessageContaining("'commit'")
			.withMessageContaining("leadership lost");
		this.server.faults().dropAnswer("/v1/txn", 1);
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/k", "w"));
		assertThat(this.server.requests("/v1/txn")).isEqualTo(2);
		assertThat(get("/k").value()).isEqualTo("w");
	}

	@Test
	void wrongTokenIsToldAsSuchAndNotPrinted() {
		this.server.faults().requireToken("right");
		ConsulCoordinationStore stranger = open("s3cret");
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(stranger.get("/k")))
			.withMessageContaining("denied 'get'")
			.withMessageContaining("403")
			.withMessageNotContaining("s3cret");
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> answer(stranger.openSession(Duration.ofSeconds(1))));
		assertThat(answer(open("right").get("/k"))).isNull();
	}

	@Test
	void garbageIsToldAsSuch() {
		this.server.faults().answer("GET /v1/kv", 1, 200, "<html>a proxy</html>");
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> get("/k"))
			.withMessageContaining("cannot be read")
			.withMessageContaining("<html>");
	}

	@Test
	void watchSurvivesWhateverIsAnswered() {
		put("/k", "v");
		Set<String> told = ConcurrentHashMap.newKeySet();
		long revision = answer(this.store.list("/k")).revision();
		try (Watch watch = this.store.watch("/k", revision, new WatchListener() {
			@Override
			public void onEvents(List<WatchEvent> events, long upTo) {
				events.forEach((event) -> told.add(event.key()));
			}

			@Override
			public void onGap(String reason) {
				told.add(reason);
			}
		})) {
			assertThat(watch).isNotNull();
			for (String garbage : List.of("[null]", "[{}]", "{", "[{\"Key\":null,\"ModifyIndex\":-1}]", "7", "")) {
				this.server.faults().answer("GET /v1/kv", 2, 200, garbage);
			}
			put("/k/x", "w");
			// an answer without the keys that were there is a gap
			eventually()
				.until(() -> told.contains("/k/x") || told.stream().anyMatch((text) -> text.contains("went back")));
		}
	}

	@Test
	void transactionThatIsTooLargeNamesTheLimit() {
		this.server.faults().maxBody(1000);
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> put("/k", "x".repeat(2000)))
			.withMessageContaining("limits.txn_max_req_len");
	}

	@Test
	void sessionWithoutTheRightToACheckLivesAsLongAsConsulSays() {
		this.server.faults().answer("service/register", 1, 403, "Permission denied");
		Session session = answer(this.store.openSession(Duration.ofSeconds(2)));
		assertThat(session.ttl()).isEqualTo(Duration.ofSeconds(10));
		answer(session.renew());
		answer(session.close());
	}

	@Test
	void sessionEndsWithItsCheckAndLeavesNothing() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(1)));
		put("/k", "v", session.id());
		long start = System.nanoTime();
		eventually().until(() -> get("/k") == null);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
		assertThatExceptionOfType(SessionLostException.class).isThrownBy(() -> answer(session.renew()));
		eventually().until(() -> this.server.requests("service/deregister") > 0);
	}

	@Test
	void sessionWhoseCheckIsGoneIsLostAtOnce() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(10)));
		put("/k", "v", session.id());
		this.server.faults().answer("/v1/agent/check/pass", 1, 404, "Unknown check ID \"x\"");
		assertThatExceptionOfType(SessionLostException.class).isThrownBy(() -> answer(session.renew()));
		assertThat(get("/k")).isNull();
	}

	@Test
	void olderAgentSaysOtherwiseThatACheckIsGone() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(10)));
		this.server.faults().answer("/v1/agent/check/pass", 1, 500, "CheckID \"x\" does not have associated TTL");
		assertThatExceptionOfType(SessionLostException.class).isThrownBy(() -> answer(session.renew()));
	}

	@Test
	void sessionAndWatchOutliveARestart() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(5)));
		put("/k", "v", session.id());
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.stop();
			this.server.restart();
			eventually().ignoreException(CoordinationException.class).until(() -> answer(session.renew()) == null);
			put("/k/x", "w");
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.entries()).extracting(Entry::value).containsExactly("v", "w");
			assertThat(mirror.gaps()).isZero();
			assertThat(mirror.faults()).isEmpty();
		}
	}

	@Test
	void watchThatIsAnsweredWithErrorsGoesOn() {
		put("/k", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.faults().answer("GET /v1/kv/k", 3, 500, "No cluster leader");
			this.server.stop();
			this.server.restart();
			eventually().ignoreException(CoordinationException.class).until(() -> put("/k", "w") > 0);
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.gaps()).isZero();
		}
	}

	@Test
	void watchIsNotWokenByTheEndOfWhatConsulRemembers() {
		put("/k/a", "v");
		delete("/k/a");
		put("/k/b", "v");
		delete("/k/b");
		put("/k/c", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.reapTombstones();
			put("/other", "v");
			put("/k/d", "v");
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.gaps()).isZero();
			assertThat(mirror.faults()).isEmpty();
		}
	}

	@Test
	void wipedStoreEndsSessionsAndIsAGapForWatches() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(30)));
		put("/k", "v", session.id());
		put("/k/x", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.stop();
			this.server.wipe();
			this.server.restart();
			eventually().untilAsserted(() -> assertThatExceptionOfType(SessionLostException.class)
				.isThrownBy(() -> answer(session.renew())));
			eventually().until(() -> mirror.gaps() > 0);
			put("/k/new", "v");
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.entries()).extracting(Entry::key).containsExactly("/k/new");
		}
	}

	@Test
	void restoredStoreIsAGapForWatches() {
		put("/k/old", "v");
		ConsulData backup = this.server.backup();
		put("/k/new", "v");
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.server.restore(backup);
			eventually().until(() -> mirror.gaps() > 0);
			eventually().until(() -> mirror.entries().equals(list("/k")));
			assertThat(mirror.entries()).extracting(Entry::key).containsExactly("/k/old");
		}
	}

	@Test
	void largestTransactionOfBoundKeysIsRefusedAndSaysWhy() {
		// it reads every key before it writes
		ConsulCoordinationStore patient = open(null, Duration.ofSeconds(30));
		Session session = answer(patient.openSession(Duration.ofSeconds(30)));
		Transaction.Builder bind = Transaction.builder();
		Transaction.Builder free = Transaction.builder();
		for (int i = 0; i < Transaction.MAX_SIZE; i++) {
			bind.put("/many/" + i, "v", session.id());
			free.put("/many/" + i, "w");
		}
		assertThat(answer(patient.commit(bind.build())).applied()).isTrue();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(patient.commit(free.build())))
			.withMessageContaining("takes 180 operations");
		assertThat(list("/many")).extracting(Entry::sessionId).containsOnly(session.id());
	}

	@Test
	void closeReturnsAtOnceAndFailsWhatIsUnderWay() {
		this.server.faults().delay("GET /v1/kv", 1, Duration.ofSeconds(5));
		CompletionStage<Entry> pending = this.store.get("/k");
		eventually().until(() -> this.server.requests("/v1/kv") > 0);
		long start = System.nanoTime();
		this.store.close();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> answer(pending))
			.withMessageContaining("closed");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
	}

	@Test
	void closedStoreLeavesNoThreadOfItsOwn() {
		put("/k", "v");
		new StoreMirror(this.store, "/k").start();
		this.store.close();
		eventually().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("sm-consul")));
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

	private static <T> T answer(CompletionStage<T> stage) {
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
