package dev.sm.storage.jdbc;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sm.storage.KeyMove;
import org.jspecify.annotations.Nullable;

/**
 * The table of marks of keys that have moved away.
 */
final class Moved {

	private final JdbcSession session;

	Moved(JdbcSession session) {
		this.session = session;
	}

	Map<ByteBuffer, String> find(List<byte[]> keys) throws SQLException {
		Map<ByteBuffer, String> tokens = new HashMap<>();
		for (List<byte[]> chunk : Chunks.filled(keys)) {
			this.session.query(
					"select entry_key, token from sm_moved where entry_key in (" + Dialect.list(chunk.size(), "?")
							+ ")",
					(row) -> tokens.put(ByteBuffer.wrap(row.getBytes(1)), JdbcSession.text(row.getBytes(2))) != null,
					chunk);
		}
		return tokens;
	}

	@Nullable String find(byte[] key) throws SQLException {
		return find(List.of(key)).get(ByteBuffer.wrap(key));
	}

	void mark(List<KeyMove> moves) throws SQLException {
		for (List<KeyMove> chunk : Chunks.exact(moves, (move) -> move.key().length)) {
			List<Object> parameters = new ArrayList<>(chunk.size() * 2);
			for (KeyMove move : chunk) {
				parameters.add(move.key());
				parameters.add(move.token());
			}
			this.session.update(this.session.dialect()
				.upsert("sm_moved", "entry_key", Dialect.list(chunk.size(), "(?, ?)"), "token"), parameters);
		}
	}

	/** Removes marks that have these tokens. */
	void unmark(List<KeyMove> moves) throws SQLException {
		for (KeyMove move : moves) {
			this.session.update("delete from sm_moved where entry_key = ? and token = ?", move.key(), move.token());
		}
	}

	/** Removes marks, whatever their token. */
	void discard(List<byte[]> keys) throws SQLException {
		for (List<byte[]> chunk : Chunks.filled(keys)) {
			this.session.update("delete from sm_moved where entry_key in (" + Dialect.list(chunk.size(), "?") + ")",
					chunk);
		}
	}

}
