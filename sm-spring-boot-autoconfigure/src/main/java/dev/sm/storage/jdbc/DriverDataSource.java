package dev.sm.storage.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

import javax.sql.DataSource;

import dev.sm.storage.InvalidNodeException;
import org.jspecify.annotations.Nullable;

/**
 * Connections straight from a driver. Nothing of it is static, as {@code DriverManager}
 * and its time limit are.
 */
final class DriverDataSource implements DataSource {

	private final Driver driver;

	private final JdbcUrl url;

	DriverDataSource(Driver driver, JdbcUrl url) {
		this.driver = driver;
		this.url = url;
	}

	static DriverDataSource of(String node, JdbcUrl url, @Nullable ClassLoader classLoader) {
		Dialect dialect = url.dialect();
		try {
			Class<?> type = Class.forName(dialect.driver(), true, classLoader);
			return new DriverDataSource((Driver) type.getDeclaredConstructor().newInstance(), url);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			throw new InvalidNodeException(node,
					"its driver is not on the class path: add " + dialect.coordinates() + " to the dependencies", ex);
		}
	}

	@Override
	public Connection getConnection() throws SQLException {
		Properties properties = new Properties();
		properties.putAll(this.url.properties());
		Connection connection = this.driver.connect(this.url.url(), properties);
		if (connection == null) {
			throw new SQLException("the driver does not take the URL", "08001");
		}
		return connection;
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		throw new SQLFeatureNotSupportedException();
	}

	@Override
	public @Nullable PrintWriter getLogWriter() {
		return null;
	}

	@Override
	public void setLogWriter(@Nullable PrintWriter out) {
		// drivers log by themselves
	}

	/** The driver is told its limit with each connection, and keeps to that one. */
	@Override
	public void setLoginTimeout(int seconds) {
	}

	@Override
	public int getLoginTimeout() {
		return this.url.loginSeconds();
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException();
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		throw new SQLException("this is no wrapper");
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return false;
	}

}
