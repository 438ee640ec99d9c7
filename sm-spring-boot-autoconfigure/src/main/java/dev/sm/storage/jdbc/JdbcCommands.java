package dev.sm.storage.jdbc;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import org.jspecify.annotations.Nullable;

/**
 * Executes commands, each in one transaction of its connection. A write is never one
 * message alone: its locks are taken by one and committed by a later one. So a message
 * that arrives late finds its connection gone, or is the commit of locks that have kept
 * all newer writes of these keys waiting.
 */
final class JdbcCommands {

	private final String node;

	private final Dialect dialect;

	JdbcCommands(String node, Dialect dialect) {
		this.node = node;
		this.dialect = dialect;
	}

	Dialect dialect() {
		return this.dialect;
	}

	/**
	 * Executes a command.
	 * @param session the connection
	 * @param pass the pass of this node's user
	 * @param call the command; given up before its commit if nobody waits for it
	 * @return the answer, or {@code null} if the pass is not good, and then nothing was
	 * done
	 */
	@Nullable Object execute(JdbcSession session, byte[] pass, JdbcCall<?> call) throws SQLException {
		NodeCommand<?> command = call.command();
		if (command instanceof NodeCommand.Get get) {
			return ended(session, get(session, pass, get.keys()));
		}
		Passes passes = new Passes(session);
		if (command instanceof MigrationCommand.Drain) {
			passes.await(pass);
			return ended(session, true);
		}
		boolean reads = reads(command);
		if (!(reads ? passes.good(pass) : passes.hold(pass))) {
			return ended(session, null);
		}
		return reads ? ended(session, read(session, command)) : write(session, call);
	}

	private static @Nullable Object ended(JdbcSession session, @Nullable Object answer) throws SQLException {
		session.rollback();
		return answer;
	}

	private static boolean reads(NodeCommand<?> command) {
		return command instanceof NodeCommand.Scan || command instanceof NodeCommand.Ping
				|| command instanceof MigrationCommand.Survey || command instanceof MigrationCommand.ListFences
				|| command instanceof MigrationCommand.ReadRecord || command instanceof MigrationCommand.Measure;
	}

	private Object read(JdbcSession session, NodeCommand<?> command) throws SQLException {
		Scans scans = new Scans(session, this.node);
		if (command instanceof NodeCommand.Scan scan) {
			return scans.scan(scan);
		}
		if (command instanceof MigrationCommand.Survey survey) {
			return scans.survey(survey);
		}
		if (command instanceof MigrationCommand.ListFences list) {
			return scans.fences(list.cursor());
		}
		if (command instanceof MigrationCommand.Measure measure) {
			return new Entries(session, this.node).size(measure.prefix());
		}
		if (command instanceof MigrationCommand.ReadRecord read) {
			return new Passes(session).record(read.pool());
		}
		return true;
	}

	/** What was refused without an effect has raised its fence all the same. */
	private @Nullable Object write(JdbcSession session, JdbcCall<?> call) throws SQLException {
		Object answer;
		NodeCommandException refusal = null;
		try {
			answer = written(session, call.command());
		}
		catch (NodeCommandException ex) {
			answer = false;
			refusal = ex;
		}
		if (call.isDone()) {
			session.rollback();
			return answer;
		}
		session.commit();
		if (refusal != null) {
			throw refusal;
		}
		return answer;
	}

	private Object written(JdbcSession session, NodeCommand<?> command) throws SQLException {
		if (command instanceof MigrationCommand.CutOff cut) {
			return new Passes(session).cutOff(cut);
		}
		Verbs verbs = new Verbs(session, this.node);
		return (command instanceof MigrationCommand<?> migration)
				? new MigrationSteps(session, this.node, verbs).execute(migration) : verbs.execute(command);
	}

	/** The pass is looked at by the same statement, so that both are of one moment. */
	private @Nullable List<byte @Nullable []> get(JdbcSession session, byte[] pass, List<byte[]> keys)
			throws SQLException {
		Map<ByteBuffer, Optional<byte[]>> found = new HashMap<>();
		for (List<byte[]> chunk : Chunks.filled(keys)) {
			List<Object> parameters = new ArrayList<>(chunk);
			parameters.add(pass);
			List<Boolean> rows = session
				.query("select e.entry_key, e.entry_value from sm_pass p left join sm_entry e on e.entry_key in ("
						+ Dialect.list(chunk.size(), "?") + ") and (e.expires_at is null or e.expires_at > "
						+ session.now() + ") where p.id = ?", (row) -> {
							byte[] key = row.getBytes(1);
							byte[] value = row.getBytes(2);
							if (key != null) {
								found.put(ByteBuffer.wrap(key), Optional.of((value != null) ? value : new byte[0]));
							}
							return true;
						}, parameters);
			if (rows.isEmpty()) {
				return null;
			}
		}
		List<byte @Nullable []> values = new ArrayList<>(keys.size());
		for (byte[] key : keys) {
			values.add(found.getOrDefault(ByteBuffer.wrap(key), Optional.empty()).orElse(null));
		}
		return values;
	}

}
