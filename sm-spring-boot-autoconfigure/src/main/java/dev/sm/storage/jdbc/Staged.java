package dev.sm.storage.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand.Staging;
import dev.sm.storage.NodeCommandException;
import org.jspecify.annotations.Nullable;

/**
 * The table of copies that are not in force.
 */
final class Staged {

	private final JdbcSession session;

	private final String node;

	private final Entries entries;

	Staged(JdbcSession session, String node, Entries entries) {
		this.session = session;
		this.node = node;
		this.entries = entries;
	}

	void stage(List<Staging> copies) throws SQLException {
		String part = "(?, ?, " + this.session.now() + " + ?)";
		for (List<Staging> chunk : Chunks.exact(copies, (staging) -> staging.copy().bytes().length)) {
			List<@Nullable Object> parameters = new ArrayList<>(chunk.size() * 3);
			for (Staging staging : chunk) {
				KeyCopy copy = staging.copy();
				check(copy);
				parameters.add(staging.token());
				parameters.add(copy.bytes());
				parameters.add((copy.remaining() == KeyCopy.NEVER) ? null : copy.remaining());
			}
			this.session.update(
					this.session.dialect()
						.upsert("sm_staged", "token", Dialect.list(chunk.size(), part), "entry_value", "expires_at"),
					parameters);
		}
	}

	private void check(KeyCopy copy) {
		if (copy.kind() != KeyCopy.Kind.STRING) {
			throw new NodeCommandException(
					"node '" + this.node + "' cannot hold a value of another type of Redis than string", null);
		}
		if (copy.bytes().length > Entries.MAX_VALUE) {
			throw new NodeCommandException("node '" + this.node + "': a value must have at most " + Entries.MAX_VALUE
					+ " bytes (had " + copy.bytes().length + ")", null);
		}
	}

	/** Puts copies in force that are still staged and have not expired. */
	void promote(List<KeyMove> moves) throws SQLException {
		Map<String, byte[]> keys = new LinkedHashMap<>();
		moves.forEach((move) -> keys.put(move.token(), move.key()));
		List<Entries.Expiring> rows = new ArrayList<>();
		List<String> tokens = keys.keySet().stream().sorted().toList();
		for (List<String> chunk : Chunks.filled(tokens)) {
			this.session.query(
					"select token, entry_value, expires_at, " + this.session.now() + " from sm_staged where token in ("
							+ Dialect.list(chunk.size(), "?") + ") order by token for update",
					(row) -> {
						long at = row.getLong(3);
						Long expiresAt = row.wasNull() ? null : at;
						byte[] key = keys.get(JdbcSession.text(row.getBytes(1)));
						byte[] value = row.getBytes(2);
						return (key != null && (expiresAt == null || at > row.getLong(4))) && rows
							.add(new Entries.Expiring(key, (value != null) ? value : new byte[0], expiresAt));
					}, chunk);
		}
		discard(tokens);
		this.entries.store(rows);
	}

	void discard(List<String> tokens) throws SQLException {
		for (List<String> chunk : Chunks.filled(tokens)) {
			this.session.update("delete from sm_staged where token in (" + Dialect.list(chunk.size(), "?") + ")",
					chunk);
		}
	}

}
