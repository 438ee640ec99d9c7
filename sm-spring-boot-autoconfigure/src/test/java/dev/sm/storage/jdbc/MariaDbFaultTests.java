package dev.sm.storage.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.testkit.DatabaseServerFixture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A MariaDB that is killed, paused and locked while it is used.
 */
class MariaDbFaultTests extends DatabaseFaultTests {

	@Override
	DatabaseServerFixture server() {
		return DatabaseServerFixture.mariaDb();
	}

	@Test
	void killUnderLoadLosesNothingThatWasAcknowledged() {
		AtomicLong sent = new AtomicLong();
		AtomicLong answered = new AtomicLong();
		List<CompletableFuture<Void>> workers = new ArrayList<>();
		CompletableFuture<Void> stop = new CompletableFuture<>();
		for (int i = 0; i < 4; i++) {
			workers
				.add(CompletableFuture.runAsync(() -> count(stop, sent, answered), (task) -> new Thread(task).start()));
		}
		await().until(() -> answered.get() > 50);
		server().kill();
		long before = answered.get();
		server().restart();
		await().until(() -> answered.get() > before + 50);
		stop.complete(null);
		workers.forEach(CompletableFuture::join);
		long value = Long.parseLong(get("n"));
		assertThat(value).isBetween(answered.get(), sent.get());
	}

	private void count(CompletableFuture<Void> stop, AtomicLong sent, AtomicLong answered) {
		while (!stop.isDone()) {
			sent.incrementAndGet();
			try {
				run(new NodeCommand.Increment(bytes("n"), 1, null));
				answered.incrementAndGet();
			}
			catch (NodeUnavailableException ex) {
				LockSupport.parkNanos(10_000_000);
			}
		}
	}

	@Test
	void pausedServerFailsCommandsInTimeAndExecutesNoneOfThemLate() {
		put("k", "before");
		server().pause();
		try {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(NodeUnavailableException.class).isThrownBy(() -> put("k", "late"));
			}
		}
		finally {
			server().resume();
		}
		await().ignoreExceptions().until(() -> run(new NodeCommand.Ping()));
		put("k", "after");
		for (int i = 0; i < 20; i++) {
			assertThat(get("k")).isEqualTo("after");
		}
	}

}
