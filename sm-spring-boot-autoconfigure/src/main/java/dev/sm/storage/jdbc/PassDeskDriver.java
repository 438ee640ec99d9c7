package dev.sm.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.NodeRecord;
import org.jspecify.annotations.Nullable;

/**
 * Issues passes: writes one into the database, then reads the pool's record and asks the
 * guard whether it may be used. In this order, so that whoever changes the phase
 * meanwhile finds the pass and ends it.
 */
final class PassDeskDriver implements PassDriver.Desk {

	private final JdbcConnections connections;

	private final JdbcCommands commands;

	private final @Nullable ConnectionGuard guard;

	private final @Nullable SchemaScript script;

	private final String stranger = "sm::" + UUID.randomUUID();

	private boolean prepared;

	/** A pass that the guard has refused, so that nobody uses it. */
	private volatile byte @Nullable [] refused;

	/**
	 * Creates a desk. Used by one thread.
	 * @param connections opens connections
	 * @param commands knows the database
	 * @param guard decides, or {@code null} if every pass may be used
	 * @param script makes the tables before the first pass, or {@code null}
	 */
	PassDeskDriver(JdbcConnections connections, JdbcCommands commands, @Nullable ConnectionGuard guard,
			@Nullable SchemaScript script) {
		this.connections = connections;
		this.commands = commands;
		this.guard = guard;
		this.script = script;
	}

	@Override
	public CompletionStage<byte[]> issue(byte @Nullable [] before) throws SQLException {
		byte[] pass = JdbcSession.bytes(UUID.randomUUID().toString());
		Optional<NodeRecord> record = Optional.empty();
		ConnectionGuard asked = this.guard;
		try (Connection connection = this.connections.command()) {
			prepare(connection);
			JdbcSession session = new JdbcSession(connection, this.commands.dialect());
			Passes passes = new Passes(session);
			if (before != null && passes.good(before)) {
				session.rollback();
				return CompletableFuture.completedFuture(before);
			}
			removeRefused(passes);
			passes.create(pass, (asked != null) ? asked.connectionName() : this.stranger);
			session.commit();
			if (asked != null) {
				record = passes.record(asked.pool());
				session.rollback();
			}
		}
		return (asked != null) ? asked.admit(record).thenApply((admitted) -> pass).whenComplete((admitted, failure) -> {
			if (failure != null) {
				this.refused = pass;
			}
		}) : CompletableFuture.completedFuture(pass);
	}

	private void removeRefused(Passes passes) throws SQLException {
		byte[] before = this.refused;
		if (before != null) {
			passes.remove(before);
			this.refused = null;
		}
	}

	private void prepare(Connection connection) throws SQLException {
		if (this.script != null && !this.prepared) {
			this.script.run(connection);
			connection.commit();
		}
		this.prepared = true;
	}

}
