package dev.sm.storage.jdbc;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeSize;
import dev.sm.storage.ReservedKeys;
import org.jspecify.annotations.Nullable;

/**
 * The table of keys and values. Whatever is written is written in the order of keys, so
 * that transactions seldom wait for each other in a circle.
 */
final class Entries {

	/**
	 * The longest key, in bytes: what an index of every database takes, with what leases
	 * and notes put before it.
	 */
	static final int MAX_KEY = 2048;

	/** The largest value, in bytes: what fits into a packet as servers come. */
	static final int MAX_VALUE = 10 << 20;

	/** Of how many entries the length is looked at for an estimate. */
	private static final int SAMPLE = 1000;

	private static final String TABLE = "sm_entry";

	private static final String KEY = "entry_key";

	private static final String[] COLUMNS = { "entry_value", "expires_at" };

	private final JdbcSession session;

	private final String node;

	private final String live;

	Entries(JdbcSession session, String node) {
		this.session = session;
		this.node = node;
		this.live = "(expires_at is null or expires_at > " + session.now() + ")";
	}

	/** Reads rows; expired ones too. */
	Map<ByteBuffer, Row> find(Collection<byte[]> keys, boolean lock) throws SQLException {
		Map<ByteBuffer, Row> found = new LinkedHashMap<>();
		for (List<byte[]> chunk : Chunks.filled(sorted(keys))) {
			this.session.query(
					"select entry_key, entry_value, expires_at, " + this.session.now()
							+ " from sm_entry where entry_key in (" + Dialect.list(chunk.size(), "?")
							+ ") order by entry_key" + (lock ? " for update" : ""),
					(row) -> found.put(ByteBuffer.wrap(row.getBytes(1)), row(row)), chunk);
		}
		return found;
	}

	@Nullable Row find(byte[] key, boolean lock) throws SQLException {
		return find(List.of(key), lock).get(ByteBuffer.wrap(key));
	}

	private static Row row(ResultSet row) throws SQLException {
		byte[] value = row.getBytes(2);
		long expiresAt = row.getLong(3);
		Long expiry = row.wasNull() ? null : expiresAt;
		return new Row((value != null) ? value : new byte[0], expiry, row.getLong(4));
	}

	/** Writes values that live for a time that begins now. */
	void put(Collection<KeyValue> entries, @Nullable Long ttl) throws SQLException {
		List<Expiring> rows = new ArrayList<>();
		entries.forEach((entry) -> rows.add(new Expiring(entry.key(), entry.value(), ttl)));
		upsert(rows, "(?, ?, " + this.session.now() + " + ?)");
	}

	/** Writes values that expire at a time of the database. */
	void store(Collection<Expiring> rows) throws SQLException {
		upsert(rows, "(?, ?, ?)");
	}

	private void upsert(Collection<Expiring> rows, String part) throws SQLException {
		Map<ByteBuffer, Expiring> byKey = new TreeMap<>(Entries::compare);
		for (Expiring row : rows) {
			check(row.key(), row.value());
			byKey.put(ByteBuffer.wrap(row.key()), row);
		}
		for (List<Expiring> chunk : Chunks.exact(List.copyOf(byKey.values()), (row) -> row.value().length)) {
			this.session.update(this.session.dialect().upsert(TABLE, KEY, Dialect.list(chunk.size(), part), COLUMNS),
					parameters(chunk));
		}
	}

	private static List<@Nullable Object> parameters(List<Expiring> rows) {
		List<@Nullable Object> parameters = new ArrayList<>(rows.size() * 3);
		for (Expiring row : rows) {
			parameters.add(row.key());
			parameters.add(row.value());
			parameters.add(row.expiry());
		}
		return parameters;
	}

	/**
	 * Writes a value that is not there; fails if it is, which the caller has looked at.
	 */
	void create(byte[] key, byte[] value, @Nullable Long ttl, @Nullable Row expired) throws SQLException {
		check(key, value);
		if (expired != null) {
			this.session.update("update sm_entry set entry_value = ?, expires_at = " + this.session.now()
					+ " + ? where entry_key = ?", value, ttl, key);
			return;
		}
		String sql = this.session.dialect().create(TABLE, KEY, "(?, ?, " + this.session.now() + " + ?)", COLUMNS);
		if (this.session.update(sql, key, value, ttl) == 0) {
			throw new SQLTransactionRollbackException("somebody else has written the key first", "40001");
		}
	}

	/** Writes a value and leaves its time to live. */
	void replace(byte[] key, byte[] value) throws SQLException {
		this.session.update("update sm_entry set entry_value = ? where entry_key = ?", value, key);
	}

	/** Removes what has not expired. */
	long delete(Collection<byte[]> keys) throws SQLException {
		return delete(keys, " and " + this.live);
	}

	/** Removes whatever is there. */
	void remove(Collection<byte[]> keys) throws SQLException {
		delete(keys, "");
	}

	private long delete(Collection<byte[]> keys, String condition) throws SQLException {
		long deleted = 0;
		for (List<byte[]> chunk : Chunks.filled(sorted(keys))) {
			deleted += this.session.update(
					"delete from sm_entry where entry_key in (" + Dialect.list(chunk.size(), "?") + ")" + condition,
					chunk);
		}
		return deleted;
	}

	boolean expire(byte[] key, long ttl) throws SQLException {
		return this.session.update(
				"update sm_entry set expires_at = " + this.session.now() + " + ? where entry_key = ? and " + this.live,
				ttl, key) > 0;
	}

	/** Sets the time to live of a row that is there. */
	void prolong(byte[] key, long ttl) throws SQLException {
		this.session.update("update sm_entry set expires_at = " + this.session.now() + " + ? where entry_key = ?", ttl,
				key);
	}

	/** Keys in their order, from a place on. */
	List<byte[]> page(byte[] from, boolean inclusive, byte[] prefix, int count) throws SQLException {
		List<Object> parameters = new ArrayList<>(List.of(from));
		byte[] end = end(prefix);
		if (end != null) {
			parameters.add(end);
		}
		return this.session.query("select entry_key from sm_entry where entry_key " + (inclusive ? ">=" : ">") + " ?"
				+ ((end != null) ? " and entry_key < ?" : "") + " and " + this.live + " order by entry_key limit "
				+ count, (row) -> row.getBytes(1), parameters);
	}

	/** Counts keys, and tells how long those of a sample are with their values. */
	NodeSize size(byte[] prefix) throws SQLException {
		byte[] end = end(prefix);
		List<Object> parameters = (end != null) ? List.of(prefix, end) : List.of(prefix);
		String from = " from sm_entry where entry_key >= ?" + ((end != null) ? " and entry_key < ?" : "") + " and "
				+ this.live;
		long keys = this.session.query("select count(*)" + from, (row) -> row.getLong(1), parameters).get(0);
		double length = this.session
			.query("select avg(taken) from (select octet_length(entry_key) + octet_length(entry_value) as taken" + from
					+ " order by entry_key limit " + SAMPLE + ") sample", (row) -> row.getDouble(1), parameters)
			.get(0);
		return new NodeSize(keys, Math.round(keys * length));
	}

	/** What comes after everything that starts with a prefix, or {@code null}. */
	static byte @Nullable [] end(byte[] prefix) {
		int length = prefix.length;
		while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
			length--;
		}
		if (length == 0) {
			return null;
		}
		byte[] end = Arrays.copyOf(prefix, length);
		end[length - 1]++;
		return end;
	}

	static List<byte[]> sorted(Collection<byte[]> keys) {
		return keys.stream().sorted(Arrays::compareUnsigned).toList();
	}

	private static int compare(ByteBuffer one, ByteBuffer other) {
		return Arrays.compareUnsigned(one.array(), other.array());
	}

	private void check(byte[] key, byte[] value) {
		int length = ReservedKeys.subject(key).length;
		if (length > MAX_KEY) {
			throw new NodeCommandException(
					"node '" + this.node + "': a key must have at most " + MAX_KEY + " bytes (had " + length + ")",
					null);
		}
		if (value.length > MAX_VALUE) {
			throw new NodeCommandException("node '" + this.node + "': a value must have at most " + MAX_VALUE
					+ " bytes (had " + value.length + ")", null);
		}
	}

	/**
	 * A row as it was found.
	 *
	 * @param value the value
	 * @param expiresAt when it expires, or {@code null} for never
	 * @param now the database's time when it was read
	 */
	record Row(byte[] value, @Nullable Long expiresAt, long now) {

		boolean live() {
			return this.expiresAt == null || this.expiresAt > this.now;
		}

	}

	/**
	 * A row to be written.
	 *
	 * @param key the key
	 * @param value the value
	 * @param expiry a time to live or a time of the database, or {@code null} for none
	 */
	record Expiring(byte[] key, byte[] value, @Nullable Long expiry) {

	}

}
