package dev.sm.storage.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One connection in use. Parameters are bytes, text (as UTF-8 bytes), numbers, or
 * {@code null} for no number.
 */
final class JdbcSession {

	private final Connection connection;

	private final Dialect dialect;

	JdbcSession(Connection connection, Dialect dialect) {
		this.connection = connection;
		this.dialect = dialect;
	}

	Dialect dialect() {
		return this.dialect;
	}

	String now() {
		return this.dialect.now();
	}

	/** The time of the database, asked for now. */
	long time() throws SQLException {
		return query("select " + now(), (row) -> row.getLong(1)).get(0);
	}

	<T> List<T> query(String sql, Mapper<T> mapper, Object... parameters) throws SQLException {
		return query(sql, mapper, List.of(parameters));
	}

	<T> List<T> query(String sql, Mapper<T> mapper, Collection<? extends @Nullable Object> parameters)
			throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			bind(statement, parameters);
			List<T> found = new ArrayList<>();
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					found.add(mapper.map(rows));
				}
			}
			return found;
		}
	}

	boolean exists(String sql, Object... parameters) throws SQLException {
		return !query(sql, (row) -> row.getInt(1), parameters).isEmpty();
	}

	int update(String sql, @Nullable Object... parameters) throws SQLException {
		List<@Nullable Object> list = new ArrayList<>();
		for (Object parameter : parameters) {
			list.add(parameter);
		}
		return update(sql, list);
	}

	int update(String sql, Collection<? extends @Nullable Object> parameters) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			bind(statement, parameters);
			return statement.executeUpdate();
		}
	}

	void commit() throws SQLException {
		this.connection.commit();
	}

	void rollback() throws SQLException {
		this.connection.rollback();
	}

	private static void bind(PreparedStatement statement, Collection<? extends @Nullable Object> parameters)
			throws SQLException {
		int index = 1;
		for (Object parameter : parameters) {
			if (parameter instanceof byte[] bytes) {
				statement.setBytes(index, bytes);
			}
			else if (parameter instanceof String text) {
				statement.setBytes(index, bytes(text));
			}
			else if (parameter instanceof Number number) {
				statement.setLong(index, number.longValue());
			}
			else {
				statement.setNull(index, Types.BIGINT);
			}
			index++;
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** Reads a row. */
	interface Mapper<T> {

		T map(ResultSet row) throws SQLException;

	}

}
