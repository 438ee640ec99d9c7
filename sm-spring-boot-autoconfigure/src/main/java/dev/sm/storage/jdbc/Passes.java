package dev.sm.storage.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeRecord;

/**
 * The table of passes. Whoever uses a node has one, and every transaction that writes
 * shares its row until the commit; so a participant that has slept through a change of
 * phase is kept out by removing its row, which waits for what it has begun and ends what
 * it begins later.
 */
final class Passes {

	private final JdbcSession session;

	Passes(JdbcSession session) {
		this.session = session;
	}

	/** Whether a pass is good. */
	boolean good(byte[] pass) throws SQLException {
		return this.session.exists("select 1 from sm_pass where id = ?", pass);
	}

	/** Whether a pass is good, and stays so until the commit. */
	boolean hold(byte[] pass) throws SQLException {
		return this.session.exists("select 1 from sm_pass where id = ?" + this.session.dialect().share(), pass);
	}

	/** Waits for all transactions that hold a pass. */
	void await(byte[] pass) throws SQLException {
		this.session.exists("select 1 from sm_pass where id = ? for update", pass);
	}

	void create(byte[] pass, String holder) throws SQLException {
		this.session.update("insert into sm_pass (id, holder, seen_at) values (?, ?, " + this.session.now() + ")", pass,
				holder);
	}

	void remove(byte[] pass) throws SQLException {
		this.session.update("delete from sm_pass where id = ?", pass);
	}

	Optional<NodeRecord> record(String pool) throws SQLException {
		return Optional.ofNullable(MigrationSteps.read(this.session, pool, ""));
	}

	/** Removes the passes of holders that are not among those to keep. */
	long cutOff(MigrationCommand.CutOff cut) throws SQLException {
		byte[] prefix = JdbcSession.bytes(cut.prefix());
		byte[] end = Entries.end(prefix);
		List<Object> range = new ArrayList<>(List.of(prefix));
		if (end != null) {
			range.add(end);
		}
		List<byte[]> ended = new ArrayList<>();
		this.session.query(
				"select id, holder from sm_pass where holder >= ?" + ((end != null) ? " and holder < ?" : ""),
				(row) -> !cut.keep().contains(JdbcSession.text(row.getBytes(2))) && ended.add(row.getBytes(1)), range);
		for (byte[] pass : ended) {
			remove(pass);
		}
		return ended.size();
	}

	/** Says that a pass is in use. */
	void touch(byte[] pass) throws SQLException {
		this.session.update("update sm_pass set seen_at = " + this.session.now() + " where id = ?", pass);
	}

	/** Removes passes that nobody has used for a time. */
	void forget(long millis) throws SQLException {
		this.session.update("delete from sm_pass where seen_at < " + this.session.now() + " - ?", millis);
	}

}
