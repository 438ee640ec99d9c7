package dev.sm.storage.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.testkit.DatabaseServerFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A database whose rows and tables are locked and whose connections are ended while it is
 * used.
 */
abstract class DatabaseFaultTests {

	private DatabaseServerFixture server;

	private NodeStorage node;

	/** The server. */
	abstract DatabaseServerFixture server();

	@BeforeEach
	void open() {
		this.server = server();
		this.server.clear();
		this.node = JdbcNodes.on(this.server, this.server.url(), Duration.ofSeconds(20));
		await().ignoreExceptions().until(() -> run(new NodeCommand.Ping()));
		this.node.close();
		this.node = JdbcNodes.on(this.server, this.server.url(), Duration.ofSeconds(3));
		await().ignoreExceptions().until(() -> run(new NodeCommand.Ping()));
	}

	@AfterEach
	void close() {
		// none if there is no server
		if (this.node != null) {
			this.node.close();
		}
	}

	@Test
	void lockedRowFailsItsOwnKeyAndIsNotWrittenLater() throws SQLException {
		put("k", "before");
		put("other", "v");
		try (Connection connection = this.server.connect(); Statement statement = connection.createStatement()) {
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
		try (Connection connection = this.server.connect(); Statement statement = connection.createStatement()) {
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
		try (Connection connection = this.server.connect(); Statement statement = connection.createStatement()) {
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
		this.node = JdbcNodes.on(this.server, this.server.url(), Duration.ofSeconds(60));
		byte[] value = new byte[Entries.MAX_VALUE];
		Arrays.fill(value, (byte) '\'');
		run(NodeCommand.Put.of(bytes("big"), value));
		assertThat(run(NodeCommand.Get.of(bytes("big"))).get(0)).isEqualTo(value);
	}

	@Test
	void wrongPasswordIsToldWithoutIt() {
		NodeStorage wrong = JdbcNodes.MAKING_TABLES.create(new NodeConfig("n1", this.server.url(),
				this.server.username(), "wr0ng-one", Duration.ofSeconds(3), null));
		try {
			assertThatExceptionOfType(NodeUnavailableException.class)
				.isThrownBy(() -> run(wrong, new NodeCommand.Ping()))
				.satisfies((ex) -> assertThat(String.valueOf(ex) + ex.getCause()).doesNotContain("wr0ng-one"));
		}
		finally {
			wrong.close();
		}
	}

	@Test
	void expiredValuesAreSwept() throws SQLException {
		this.node.close();
		this.node = new JdbcNodeFactory(new JdbcNodeFactory.Settings(true, 4, Duration.ofMillis(20)))
			.create(new NodeConfig("n1", this.server.url(), this.server.username(), this.server.password(),
					Duration.ofSeconds(20), null));
		List<KeyValue> entries = new ArrayList<>();
		for (int i = 0; i < 2 * SweepDriver.BATCH + 5; i++) {
			entries.add(new KeyValue(bytes("k" + i), bytes("v")));
		}
		run(new NodeCommand.Put(entries, Duration.ofMillis(1), null));
		put("stays", "v");
		try (Connection connection = this.server.connect(); Statement statement = connection.createStatement()) {
			await().until(() -> {
				try (var rows = statement.executeQuery("select count(*) from sm_entry")) {
					return rows.next() && rows.getLong(1) == 1;
				}
			});
		}
		assertThat(get("stays")).isEqualTo("v");
	}

	void put(String key, String value) {
		run(NodeCommand.Put.of(bytes(key), bytes(value)));
	}

	String get(String key) {
		byte[] value = run(NodeCommand.Get.of(bytes(key))).get(0);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

	<R> R run(NodeCommand<R> command) {
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

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
