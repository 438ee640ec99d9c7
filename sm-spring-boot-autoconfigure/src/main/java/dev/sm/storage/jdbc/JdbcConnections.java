package dev.sm.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The connections of a node: those of commands, and a few more for native operations once
 * these are asked for, so that neither waits for the other. None is opened before it is
 * needed.
 */
final class JdbcConnections implements AutoCloseable {

	private static final int NATIVE = 4;

	private final String node;

	private final DataSource driver;

	private final Duration timeout;

	private final HikariDataSource commands;

	private @Nullable HikariDataSource natives;

	private boolean closed;

	/**
	 * Creates connections; opens none.
	 * @param node the node's id
	 * @param driver opens connections
	 * @param session what a connection is told first
	 * @param timeout how long a command may take
	 * @param size how many connections commands have at most
	 */
	JdbcConnections(String node, DataSource driver, String session, Duration timeout, int size) {
		this.node = node;
		this.driver = driver;
		this.timeout = timeout;
		this.commands = pool("sm-" + node, size);
		this.commands.setAutoCommit(false);
		this.commands.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		this.commands.setConnectionInitSql(session);
	}

	private HikariDataSource pool(String name, int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName(name);
		pool.setDataSource(this.driver);
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(1);
		pool.setIdleTimeout(60_000);
		long wait = Math.max(500, this.timeout.toMillis());
		pool.setConnectionTimeout(wait);
		pool.setValidationTimeout(Math.max(250, wait / 2));
		pool.setInitializationFailTimeout(-1);
		return pool;
	}

	/** A connection for a command, without auto-commit. */
	Connection command() throws SQLException {
		return this.commands.getConnection();
	}

	synchronized JdbcOperations operations() {
		if (this.natives == null) {
			this.natives = pool("sm-" + this.node + "-native", NATIVE);
			if (this.closed) {
				this.natives.close();
			}
		}
		JdbcTemplate template = new JdbcTemplate(this.natives, true);
		template.setQueryTimeout((int) Math.max(1, this.timeout.plusMillis(999).toSeconds()));
		return template;
	}

	@Override
	public void close() {
		this.commands.close();
		synchronized (this) {
			this.closed = true;
			if (this.natives != null) {
				this.natives.close();
			}
		}
	}

}
