package dev.sm.storage.jdbc;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import dev.sm.storage.Fence;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.MigrationCommand.Marking;
import dev.sm.storage.MigrationCommand.Operation;
import dev.sm.storage.MigrationCommand.Place;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.NodeRecord.Stage;
import dev.sm.storage.Peeked;
import dev.sm.storage.PhaseMismatchException;
import dev.sm.storage.StepAnswer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a migration, inside a transaction of the caller's. Each reads the record
 * so that nobody changes it before the commit.
 */
final class MigrationSteps {

	private final JdbcSession session;

	private final String node;

	private final Verbs verbs;

	private final Entries entries;

	private final Moved moved;

	private final Staged staged;

	MigrationSteps(JdbcSession session, String node, Verbs verbs) {
		this.session = session;
		this.node = node;
		this.verbs = verbs;
		this.entries = verbs.entries();
		this.moved = new Moved(session);
		this.staged = new Staged(session, node, this.entries);
	}

	Object execute(MigrationCommand<?> command) throws SQLException {
		if (command instanceof MigrationCommand.RaiseRecord raise) {
			return raise(raise.pool(), raise.record());
		}
		if (command instanceof MigrationCommand.RaiseFences raise) {
			for (Fence fence : raise.fences().stream().sorted(Comparator.comparing(Fence::scope)).toList()) {
				this.verbs.raise(fence);
			}
			return true;
		}
		if (command instanceof MigrationCommand.Step step) {
			return step(step);
		}
		if (command instanceof MigrationCommand.Peek peek) {
			require(peek.guard(), Stage.RUN);
			return peek(peek.keys());
		}
		if (command instanceof MigrationCommand.Stage stage) {
			unsettled(stage.guard());
			this.staged.stage(stage.copies());
			return true;
		}
		if (command instanceof MigrationCommand.Mark mark) {
			require(mark.guard(), Stage.RUN);
			return mark(mark.markings());
		}
		if (command instanceof MigrationCommand.Promote promote) {
			settling(promote.guard(), promote.settling());
			this.staged.promote(promote.moves());
			return true;
		}
		if (command instanceof MigrationCommand.Unmark unmark) {
			settling(unmark.guard(), unmark.settling());
			this.moved.unmark(unmark.moves());
			return true;
		}
		if (command instanceof MigrationCommand.Discard discard) {
			require(discard.guard(), Stage.PREP);
			this.entries.remove(discard.keys());
			this.moved.discard(discard.keys());
			this.staged.discard(discard.tokens());
			return true;
		}
		throw Verbs.unknown(this.node, command);
	}

	private NodeRecord raise(String pool, NodeRecord asked) throws SQLException {
		NodeRecord found = read(this.session, pool, " for update");
		if (found == null) {
			this.session.update("insert into sm_record (pool, record) values (?, ?)", pool, asked.format());
			return asked;
		}
		if (found.compareTo(asked) >= 0) {
			return found;
		}
		this.session.update("update sm_record set record = ? where pool = ?", asked.format(), pool);
		return asked;
	}

	private List<StepAnswer> step(MigrationCommand.Step step) throws SQLException {
		Stage stage = unsettled(step.guard());
		List<StepAnswer> answers = new ArrayList<>(step.operations().size());
		for (Operation operation : step.operations()) {
			answers.add((step.place() == Place.SOURCE) ? source(stage, operation) : target(operation));
		}
		return answers;
	}

	private StepAnswer source(Stage stage, Operation operation) throws SQLException {
		NodeCommand<?> command = operation.command();
		if (stage == Stage.PREP) {
			return answer(() -> this.verbs.execute(command));
		}
		byte[] key = operation.key();
		Entries.Row row = (stage == Stage.RUN) ? here(key, command) : null;
		return (row != null) ? answer(() -> this.verbs.inPlace(command, row)) : StepAnswer.go(this.moved.find(key));
	}

	/**
	 * What is there, and stays there until the commit if it is to be changed. A lock may
	 * have been waited for, so only a time that was asked for afterwards tells whether it
	 * has expired: others may have gone to the new place for it.
	 */
	private Entries.@Nullable Row here(byte[] key, NodeCommand<?> command) throws SQLException {
		boolean change = !(command instanceof NodeCommand.Get || command instanceof NodeCommand.Look);
		Entries.Row row = this.entries.find(key, change);
		if (row != null && change && row.expiresAt() != null) {
			row = new Entries.Row(row.value(), row.expiresAt(), this.session.time());
		}
		return (row != null && row.live()) ? row : null;
	}

	private StepAnswer target(Operation operation) throws SQLException {
		String token = operation.token();
		if (token != null) {
			this.staged.promote(List.of(new KeyMove(operation.key(), token)));
		}
		return answer(() -> this.verbs.execute(operation.command()));
	}

	private static StepAnswer answer(Work work) throws SQLException {
		try {
			return StepAnswer.done(work.run());
		}
		catch (NodeException ex) {
			return StepAnswer.failed(ex);
		}
	}

	private List<Peeked> peek(List<byte[]> keys) throws SQLException {
		Map<ByteBuffer, Entries.Row> rows = this.entries.find(keys, false);
		Map<ByteBuffer, String> tokens = this.moved.find(keys);
		List<Peeked> peeked = new ArrayList<>(keys.size());
		for (byte[] key : keys) {
			Entries.Row row = rows.get(ByteBuffer.wrap(key));
			String token = tokens.get(ByteBuffer.wrap(key));
			if (row != null && row.live()) {
				peeked.add(new Peeked(copy(row), null));
			}
			else {
				peeked.add((token != null) ? new Peeked(null, token) : Peeked.ABSENT);
			}
		}
		return peeked;
	}

	private static KeyCopy copy(Entries.Row row) {
		Long at = row.expiresAt();
		return new KeyCopy(KeyCopy.Kind.STRING, row.value(), (at != null) ? at : KeyCopy.NEVER,
				(at != null) ? Math.max(1, at - row.now()) : KeyCopy.NEVER);
	}

	private List<Boolean> mark(List<Marking> markings) throws SQLException {
		Map<ByteBuffer, Entries.Row> rows = this.entries.find(markings.stream().map(Marking::key).toList(), true);
		List<Boolean> answers = new ArrayList<>(markings.size());
		List<KeyMove> marks = new ArrayList<>();
		for (Marking marking : markings) {
			boolean same = same(rows.get(ByteBuffer.wrap(marking.key())), marking.seen());
			answers.add(same);
			if (same) {
				marks.add(new KeyMove(marking.key(), marking.token()));
			}
		}
		this.entries.remove(marks.stream().map(KeyMove::key).toList());
		this.moved.mark(marks);
		return answers;
	}

	private static boolean same(Entries.@Nullable Row row, KeyCopy seen) {
		if (row == null || !row.live() || seen.kind() != KeyCopy.Kind.STRING) {
			return false;
		}
		Long at = row.expiresAt();
		return ((at != null) ? at : KeyCopy.NEVER) == seen.expiresAt() && Arrays.equals(row.value(), seen.bytes());
	}

	private Stage unsettled(Guard guard) throws SQLException {
		NodeRecord record = record(guard);
		if (record.stage() == Stage.SETTLE) {
			throw new PhaseMismatchException(this.node, guard, record.format());
		}
		return record.stage();
	}

	private void settling(Guard guard, boolean settling) throws SQLException {
		NodeRecord record = record(guard);
		if ((record.stage() == Stage.SETTLE) != settling) {
			throw new PhaseMismatchException(this.node, guard, record.format());
		}
	}

	private void require(Guard guard, Stage stage) throws SQLException {
		NodeRecord record = record(guard);
		if (record.stage() != stage) {
			throw new PhaseMismatchException(this.node, guard, record.format());
		}
	}

	private NodeRecord record(Guard guard) throws SQLException {
		NodeRecord record = read(this.session, guard.pool(), this.session.dialect().share());
		if (record == null || record.m() != guard.m()) {
			throw new PhaseMismatchException(this.node, guard, (record != null) ? record.format() : "none");
		}
		return record;
	}

	static @Nullable NodeRecord read(JdbcSession session, String pool, String lock) throws SQLException {
		List<String> found = session.query("select record from sm_record where pool = ?" + lock,
				(row) -> JdbcSession.text(row.getBytes(1)), pool);
		return found.isEmpty() ? null : NodeRecord.parse(found.get(0));
	}

	/** Executes one operation. */
	private interface Work {

		Object run() throws SQLException;

	}

}
