package dev.sm.storage.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.InvalidNodeException;
import dev.sm.storage.KeyValue;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is particular to databases, on H2.
 */
class JdbcNodeTests {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

	private NodeStorage node = node(new JdbcNodeFactory(), null);

	private NodeStorage node(JdbcNodeFactory factory, ConnectionGuard guard) {
		return factory.create(new NodeConfig("n1", this.url, null, null, Duration.ofSeconds(20), null, guard));
	}

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void expiredValuesAreSwept() {
		this.node.close();
		this.node = node(new JdbcNodeFactory(new JdbcNodeFactory.Settings(true, 4, Duration.ofMillis(20))), null);
		List<KeyValue> entries = java.util.stream.IntStream.range(0, 2 * SweepDriver.BATCH + 5)
			.mapToObj((i) -> new KeyValue(bytes("k" + i), bytes("v")))
			.toList();
		run(new NodeCommand.Put(entries, Duration.ofMillis(1), null));
		run(NodeCommand.Put.of(bytes("stays"), bytes("v")));
		await().until(() -> rows() == 1);
		assertThat(run(NodeCommand.Get.of(bytes("stays"))).get(0)).isEqualTo(bytes("v"));
	}

	private long rows() {
		JdbcOperations operations = (JdbcOperations) this.node.nativeOperations();
		return operations.queryForObject("select count(*) from sm_entry", Long.class);
	}

	@Test
	void keysOfAnyLengthUpToTheLimitAreTaken() {
		byte[] longest = new byte[Entries.MAX_KEY];
		run(NodeCommand.Put.of(longest, bytes("v")));
		assertThat(run(NodeCommand.Get.of(longest)).get(0)).isEqualTo(bytes("v"));
		assertFails(NodeCommandException.class, NodeCommand.Put.of(new byte[Entries.MAX_KEY + 1], bytes("v")),
				"at most 2048 bytes (had 2049)");
		assertThat(run(NodeCommand.Get.of(new byte[Entries.MAX_KEY + 1])).get(0)).isNull();
	}

	@Test
	void valueBeyondTheLimitIsRefused() {
		assertFails(NodeCommandException.class, NodeCommand.Put.of(bytes("k"), new byte[Entries.MAX_VALUE + 1]),
				"a value must have at most");
	}

	@Test
	void nodeWithoutTablesSaysWhatToDo() {
		this.node.close();
		this.node = node(new JdbcNodeFactory(new JdbcNodeFactory.Settings(false, 4, Duration.ofMinutes(1))), null);
		assertFails(NodeUnavailableException.class, new NodeCommand.Ping(),
				"'sm.cache.jdbc.initialize-schema' to always");
	}

	@Test
	void whoeverIsCutOffIsAskedForAgain() {
		this.node.close();
		Gate first = new Gate("sm:p:a");
		Gate second = new Gate("sm:p:b");
		this.node = node(new JdbcNodeFactory(), first);
		NodeStorage other = node(new JdbcNodeFactory(), second);
		try {
			run(NodeCommand.Put.of(bytes("k"), bytes("v")));
			run(other, new NodeCommand.Ping());
			first.open.set(false);
			assertThat(run(other, new MigrationCommand.CutOff("sm:p:", Set.of("sm:p:b")))).isEqualTo(1);
			for (NodeCommand<?> command : List.of(NodeCommand.Get.of(bytes("k")),
					NodeCommand.Put.of(bytes("k"), bytes("late")), new NodeCommand.Ping())) {
				assertFails(NodeUnavailableException.class, command, "it must follow first");
			}
			assertThat(run(other, NodeCommand.Get.of(bytes("k"))).get(0)).isEqualTo(bytes("v"));
			run(other, new MigrationCommand.RaiseRecord("p", new NodeRecord(3, NodeRecord.Stage.RUN, "f")));
			first.open.set(true);
			await().ignoreExceptions().until(() -> run(new NodeCommand.Ping()));
			assertThat(first.seen).contains(new NodeRecord(3, NodeRecord.Stage.RUN, "f"));
			assertThat(((JdbcOperations) other.nativeOperations()).queryForObject("select count(*) from sm_pass",
					Long.class))
				.as("passes that were refused are gone")
				.isEqualTo(2);
			assertThat(run(other, new MigrationCommand.CutOff("sm:q:", Set.of()))).isZero();
		}
		finally {
			other.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:oracle:thin:@x", "jdbc:h2:mem:", "jdbc:h2:mem:;MODE=MySQL" })
	void urlThatCannotBeUsedIsRefused(String url) {
		assertThatExceptionOfType(InvalidNodeException.class).isThrownBy(
				() -> new JdbcNodeFactory().create(new NodeConfig("n1", url, null, null, Duration.ofSeconds(1), null)))
			.withMessageContaining("its URL must");
	}

	@Test
	void tlsBundleIsRefused() {
		assertThatExceptionOfType(InvalidNodeException.class)
			.isThrownBy(() -> new JdbcNodeFactory()
				.create(new NodeConfig("n1", this.url, null, null, Duration.ofSeconds(1), () -> null)))
			.withMessageContaining("'ssl.bundle' must not be set");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:mariadb://127.0.0.1:1/x?user=u&password=s3cret",
			"jdbc:mysql://127.0.0.1:1/x?password=s3cret", "jdbc:postgresql://127.0.0.1:1/x?user=u&password=s3cret" })
	void failureToConnectTellsNoSecret(String url) {
		this.node.close();
		this.node = new JdbcNodeFactory()
			.create(new NodeConfig("n1", url, null, "s3cret", Duration.ofSeconds(2), null));
		assertThatExceptionOfType(NodeUnavailableException.class).isThrownBy(() -> run(new NodeCommand.Ping()))
			.satisfies((ex) -> {
				java.io.StringWriter trace = new java.io.StringWriter();
				ex.printStackTrace(new java.io.PrintWriter(trace));
				assertThat(trace.toString()).contains("node 'n1'").doesNotContain("s3cret");
			});
	}

	private <R> R run(NodeCommand<R> command) {
		return run(this.node, command);
	}

	private static <R> R run(NodeStorage node, NodeCommand<R> command) {
		try {
			return node.execute(command).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

	private void assertFails(Class<? extends Throwable> type, NodeCommand<?> command, String message) {
		assertThatExceptionOfType(type).isThrownBy(() -> run(command)).withMessageContaining(message);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Lets connections in or not. */
	private static final class Gate implements ConnectionGuard {

		private final String name;

		private final AtomicBoolean open = new AtomicBoolean(true);

		private volatile Optional<NodeRecord> seen = Optional.empty();

		Gate(String name) {
			this.name = name;
		}

		@Override
		public String pool() {
			return "p";
		}

		@Override
		public String connectionName() {
			return this.name;
		}

		@Override
		public CompletionStage<Void> admit(Optional<NodeRecord> record) {
			this.seen = record;
			return this.open.get() ? CompletableFuture.completedFuture(null)
					: CompletableFuture.failedFuture(new IllegalStateException("it must follow first"));
		}

	}

}
