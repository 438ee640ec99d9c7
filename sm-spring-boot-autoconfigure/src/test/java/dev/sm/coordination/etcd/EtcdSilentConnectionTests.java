package dev.sm.coordination.etcd;

import java.time.Duration;
import java.util.List;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
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
 * Connections that die without anybody being told: without care they would last for the
 * quarter of an hour in which TCP gives up.
 */
class EtcdSilentConnectionTests {

	private final EtcdServer server = EtcdServer.started();

	private final SilentProxy proxy = new SilentProxy(this.server.endpoint());

	private final EtcdCoordinationStore store = new EtcdCoordinationStore(new EtcdCoordinationStore.Settings(
			List.of(this.proxy.endpoint()), null, null, null, Duration.ofSeconds(1)));

	private final EtcdCoordinationStore other = new EtcdCoordinationStore(this.server.settings(Duration.ofSeconds(5)));

	@BeforeEach
	void connect() {
		awaitReady(this.store);
	}

	@AfterEach
	void closeAll() {
		this.store.close();
		this.other.close();
		this.proxy.close();
		this.server.close();
	}

	@Test
	void callsFindANewConnectionAndTakeTheWatchesWithThem() {
		Session session = answer(this.store.openSession(Duration.ofSeconds(20)));
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			this.proxy.silence();
			eventually(5).until(() -> answer(session.renew()) == null);
			put("v");
			eventually(5)
				.untilAsserted(() -> assertThat(mirror.entries()).extracting(Entry::value).containsExactly("v"));
			assertThat(mirror.gaps()).isZero();
		}
	}

	@Test
	void watchNoticesByItself() {
		try (StoreMirror mirror = new StoreMirror(this.store, "/k").start()) {
			put("v");
			eventually(5).until(() -> !mirror.entries().isEmpty());
			this.proxy.silence();
			put("w");
			eventually(8)
				.untilAsserted(() -> assertThat(mirror.entries()).extracting(Entry::value).containsExactly("w"));
			assertThat(mirror.gaps()).isZero();
		}
	}

	private ConditionFactory eventually(int seconds) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(seconds))
			.pollInterval(Duration.ofMillis(20))
			.ignoreException(CoordinationException.class);
	}

	private void put(String value) {
		answer(this.other.commit(Transaction.builder().put("/k", value).build()));
	}

}
