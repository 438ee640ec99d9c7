package dev.sm.storage.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.testkit.DatabaseServerFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A MariaDB that is killed, paused and locked while it is used.
 */
class MariaDbFaultTests {

	private static DatabaseServerFixture server;

	private NodeStorage node;

	@BeforeAll
	static void startServer() {
		server = DatabaseServerFixture.mariaDb();
	}

	@BeforeEach
	void open() {
		server.clear();
		this.node = JdbcNodes.on(server, server.url(), Duration.ofSeconds(20));
		await().ignoreExceptions().until(() -> run(new NodeCommand.Ping()));
		this.node.close();
		this.node = JdbcNodes.on(server, server.url(), Duration.ofSeconds(3));
		await().ignoreExceptions().until(() -> run(new NodeCommand.Ping()));
	}

	@AfterEach
	void close() {
		this.node.close();
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
		server.kill();
		long before = answered.get();
		server.restart();
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
		server.pause();
		try {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(NodeUnavailableException.class).isThrownBy(() -> put("k", "late"));
			}
		}
		finally {
			server.resume();
		}
		await().ignoreExceptions().until(() -> run(new NodeCommand.Ping()));
		put("k", "after");
		for (int i = 0; i < 20; i++) {
			assertThat(get("k")).isEqualTo("after");
		}
	}

	@Test
	void lockedRowFailsItsOwnKeyAndIsNotWrittenLater() throws SQLException {
		put("k", "before");
		put("other", "v");
		try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.executeUpdate("update sm_entry set entry_value = 'theirs' where entry_key = 'k'");
			assertThatExceptionOfType(NodeUnavailableException.class).isThrownBy(() -> put("k", "late"))
				.withMessageContaining("in time");
			assertThat(get("other")).isEqualTo("v");
			assertThat(get("k")).isEqualTo("before");
			connection.commit();
		}
		put("z", "v");
		assertThat(get("k")).isEqualTo("theirs");
	}

	@Test
	void lockedTableFailsCommandsInTime() throws SQLException {
		put("k", "before");
		try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
			statement.execute("lock tables sm_entry write");
			assertThatExceptionOfType(NodeUnavailableException.class).isThrownBy(() -> get("k"));
			assertThatExceptionOfType(NodeUnavailableException.class).isThrownBy(() -> put("k", "late"));
			statement.execute("unlock tables");
		}
		await().ignoreExceptions().until(() -> "before".equals(get("k")));
	}

	@Test
	void connectionsThatAreEndedComeBack() throws SQLException {
		put("k", "v");
		try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
			List<Long> ids = new ArrayList<>();
			try (var rows = statement.executeQuery(
					"select id from information_schema.processlist where user = 'sm' and id <> connection_id()")) {
				while (rows.next()) {
					ids.add(rows.getLong(1));
				}
			}
			for (long id : ids) {
				statement.execute("kill " + id);
			}
		}
		await().ignoreExceptions().until(() -> "v".equals(get("k")));
		put("k", "w");
		assertThat(get("k")).isEqualTo("w");
	}

	@Test
	void largestValueIsTaken() {
		this.node.close();
		this.node = JdbcNodes.on(server, server.url(), Duration.ofSeconds(60));
		byte[] value = new byte[Entries.MAX_VALUE];
		Arrays.fill(value, (byte) '\'');
		run(NodeCommand.Put.of(bytes("big"), value));
		assertThat(run(NodeCommand.Get.of(bytes("big"))).get(0)).isEqualTo(value);
	}

	@Test
	void wrongPasswordIsToldWithoutIt() {
		NodeStorage wrong = JdbcNodes.MAKING_TABLES.create(new dev.sm.storage.NodeConfig("n1", server.url(),
				server.username(), "wr0ng-one", Duration.ofSeconds(3), null));
		try {
			assertThatExceptionOfType(NodeUnavailableException.class)
				.isThrownBy(() -> run(wrong, new NodeCommand.Ping()))
				.satisfies((ex) -> assertThat(String.valueOf(ex) + ex.getCause()).doesNotContain("wr0ng-one"));
		}
		finally {
			wrong.close();
		}
	}

	private void put(String key, String value) {
		run(NodeCommand.Put.of(bytes(key), bytes(value)));
	}

	private String get(String key) {
		byte[] value = run(NodeCommand.Get.of(bytes(key))).get(0);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

	private <R> R run(NodeCommand<R> command) {
		return run(this.node, command);
	}

	private static <R> R run(NodeStorage node, NodeCommand<R> command) {
		try {
			return node.execute(command).toCompletableFuture().orTimeout(90, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
