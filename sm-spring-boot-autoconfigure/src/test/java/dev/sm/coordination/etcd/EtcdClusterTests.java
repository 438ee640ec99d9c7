package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.List;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Session;
import dev.sm.coordination.Transaction;
import dev.sm.testkit.StoreMirror;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.sm.coordination.etcd.EtcdFaultTests.answer;
import static dev.sm.coordination.etcd.EtcdFaultTests.awaitReady;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three members, each of which is lost once, so the leader is too.
 */
class EtcdClusterTests {

	private final List<EtcdServer> servers = EtcdServer.cluster(3);

	private final EtcdCoordinationStore store = new EtcdCoordinationStore(new EtcdCoordinationStore.Settings(
			this.servers.stream().map(EtcdServer::endpoint).toList(), null, null, null, Duration.ofSeconds(1)));

	@BeforeEach
	void connect() {
		awaitReady(this.store);
	}

	@AfterEach
	void closeAll() {
		this.store.close();
		this.servers.forEach(EtcdServer::close);
	}

	@Test
	void sessionsAndWatchesOutliveTheLossOfAnyMember() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(30)));
		put("/k/session", session.id());
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			for (EtcdServer server : this.servers) {
				server.kill();
				assertWorks(session, mirror);
				server.restart();
			}
			assertThat(mirror.gaps()).isZero();
			assertThat(mirror.faults()).isEmpty();
		}
	}

	@Test
	void sessionsAndWatchesOutliveAMemberThatHangs() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(30)));
		put("/k/session", session.id());
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			for (EtcdServer server : this.servers) {
				server.pause();
				assertWorks(session, mirror);
				server.resume();
			}
			assertThat(mirror.faults()).isEmpty();
		}
	}

	private void assertWorks(Session session, StoreMirror mirror) {
		eventually().ignoreException(CoordinationException.class).until(() -> answer(session.renew()) == null);
		eventually().ignoreException(CoordinationException.class).until(() -> put("/k/x", session.id()));
		eventually().ignoreException(CoordinationException.class)
			.until(() -> mirror.entries().equals(answer(this.store.list("/k")).entries()));
	}

	private ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(50));
	}

	private boolean put(String key, String sessionId) {
		return answer(this.store.commit(Transaction.builder().put(key, "v", sessionId).build())).applied();
	}

}
