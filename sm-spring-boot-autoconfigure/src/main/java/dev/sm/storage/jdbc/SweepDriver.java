package dev.sm.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what has expired, in short transactions of a few rows each, so that nobody
 * waits long for it. What it has not come to yet is not seen either.
 */
final class SweepDriver {

	private static final Logger logger = LoggerFactory.getLogger(SweepDriver.class);

	static final int BATCH = 256;

	private static final int MAX_BATCHES = 100;

	/** A pass is in use if it was so within a day. */
	private static final long FORGOTTEN = TimeUnit.DAYS.toMillis(1);

	private static final long TOUCH = TimeUnit.HOURS.toNanos(1);

	private final String node;

	private final JdbcConnections connections;

	private final Dialect dialect;

	private long touchedAt;

	private byte @Nullable [] touched;

	SweepDriver(String node, JdbcConnections connections, Dialect dialect) {
		this.node = node;
		this.connections = connections;
		this.dialect = dialect;
	}

	/**
	 * Sweeps once.
	 * @param pass the pass in use, or {@code null}, and then nothing is done
	 */
	void run(byte @Nullable [] pass) {
		if (pass == null) {
			return;
		}
		try {
			sweep("sm_entry", "entry_key");
			sweep("sm_staged", "token");
			touch(pass);
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("Node '{}' could not be swept; it will be tried again", this.node, ex);
		}
	}

	private void sweep(String table, String key) throws SQLException {
		for (int batch = 0; batch < MAX_BATCHES; batch++) {
			if (sweepBatch(table, key) < BATCH) {
				return;
			}
		}
	}

	private int sweepBatch(String table, String key) throws SQLException {
		String expired = "expires_at <= " + this.dialect.now();
		try (Connection connection = this.connections.command()) {
			JdbcSession session = new JdbcSession(connection, this.dialect);
			List<byte[]> keys = session.query(
					"select " + key + " from " + table + " where " + expired + " limit " + BATCH,
					(row) -> row.getBytes(1));
			for (List<byte[]> chunk : Chunks.filled(Entries.sorted(keys))) {
				session.update("delete from " + table + " where " + key + " in (" + Dialect.list(chunk.size(), "?")
						+ ") and " + expired, chunk);
			}
			session.commit();
			return keys.size();
		}
	}

	private void touch(byte[] pass) throws SQLException {
		long now = System.nanoTime();
		if (pass == this.touched && now - this.touchedAt < TOUCH) {
			return;
		}
		try (Connection connection = this.connections.command()) {
			JdbcSession session = new JdbcSession(connection, this.dialect);
			Passes passes = new Passes(session);
			passes.touch(pass);
			passes.forget(FORGOTTEN);
			session.commit();
		}
		this.touched = pass;
		this.touchedAt = now;
	}

}
