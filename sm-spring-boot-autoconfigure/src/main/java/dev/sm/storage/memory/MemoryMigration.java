package dev.sm.storage.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import dev.sm.storage.FencePage;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.MigrationCommand.Place;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.NodeRecord.Stage;
import dev.sm.storage.Peeked;
import dev.sm.storage.PhaseMismatchException;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.ScanPage;
import dev.sm.storage.StepAnswer;
import dev.sm.storage.SurveyPage;
import dev.sm.storage.memory.MemoryStore.Change;
import org.jspecify.annotations.Nullable;

/**
 * The records, marks and staged copies of a memory node. All commands of migrations hold
 * one lock, so that each sees one record and no two of them meet at a key; commands on
 * keys that stay where they are do not. Shared, as the store is, by all that have the
 * node open.
 */
final class MemoryMigration {

	private final MemoryStore store;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, NodeRecord> records = new ConcurrentHashMap<>();

	private final Map<Bytes, String> moved = new HashMap<>();

	private final Map<String, Item> staged = new HashMap<>();

	MemoryMigration(MemoryStore store) {
		this.store = store;
	}

	/**
	 * Answers a command.
	 * @param node the node's id, for messages
	 * @param command the command
	 * @param execute executes a plain command under its fence
	 */
	Object answer(String node, MigrationCommand<?> command, Function<NodeCommand<?>, Object> execute) {
		this.lock.lock();
		try {
			return locked(node, command, execute);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Object locked(String node, MigrationCommand<?> command, Function<NodeCommand<?>, Object> execute) {
		if (command instanceof MigrationCommand.ReadRecord read) {
			return Optional.ofNullable(this.records.get(read.pool()));
		}
		if (command instanceof MigrationCommand.RaiseRecord raise) {
			return this.records.merge(raise.pool(), raise.record(),
					(old, asked) -> (old.compareTo(asked) >= 0) ? old : asked);
		}
		if (command instanceof MigrationCommand.Step step) {
			return step(node, step, execute);
		}
		if (command instanceof MigrationCommand.Survey survey) {
			return survey(node, survey);
		}
		if (command instanceof MigrationCommand.ListFences) {
			return new FencePage(ScanPage.END, this.store.fences());
		}
		if (command instanceof MigrationCommand.RaiseFences raise) {
			raise.fences().forEach((fence) -> this.store.fenced(fence.scope(), fence.epoch(), () -> {
			}));
			return true;
		}
		if (command instanceof MigrationCommand.CutOff) {
			return 0L;
		}
		if (command instanceof MigrationCommand.Drain) {
			return true;
		}
		return move(node, command);
	}

	private Object move(String node, MigrationCommand<?> command) {
		if (command instanceof MigrationCommand.Peek peek) {
			require(node, peek.guard(), Stage.RUN);
			return peek.keys().stream().map(this::peek).toList();
		}
		if (command instanceof MigrationCommand.Stage stage) {
			unsettled(node, stage.guard());
			stage.copies().forEach((staging) -> stage(node, staging));
			return true;
		}
		if (command instanceof MigrationCommand.Mark mark) {
			require(node, mark.guard(), Stage.RUN);
			return mark.markings().stream().map(this::mark).toList();
		}
		if (command instanceof MigrationCommand.Promote promote) {
			settling(node, promote.guard(), promote.settling());
			promote.moves().forEach((move) -> promote(new Bytes(move.key()), move.token()));
			return true;
		}
		if (command instanceof MigrationCommand.Unmark unmark) {
			settling(node, unmark.guard(), unmark.settling());
			unmark.moves().forEach((move) -> this.moved.remove(new Bytes(move.key()), move.token()));
			return true;
		}
		if (command instanceof MigrationCommand.Discard discard) {
			require(node, discard.guard(), Stage.PREP);
			discard.keys().forEach(this::discard);
			discard.tokens().forEach(this.staged::remove);
			return true;
		}
		throw new NodeCommandException("node '" + node + "' cannot execute " + command.getClass().getSimpleName(),
				null);
	}

	private List<StepAnswer> step(String node, MigrationCommand.Step step, Function<NodeCommand<?>, Object> execute) {
		Stage stage = unsettled(node, step.guard());
		List<StepAnswer> answers = new ArrayList<>(step.operations().size());
		for (MigrationCommand.Operation operation : step.operations()) {
			Bytes key = new Bytes(operation.key());
			if (step.place() == Place.SOURCE && !atSource(stage, key)) {
				answers.add(StepAnswer.go(this.moved.get(key)));
				continue;
			}
			String token = operation.token();
			if (step.place() == Place.TARGET && token != null) {
				promote(key, token);
			}
			answers.add(execute(operation.command(), execute));
		}
		return answers;
	}

	private boolean atSource(Stage stage, Bytes key) {
		return stage == Stage.PREP || (stage == Stage.RUN && this.store.get(key) != null);
	}

	private static StepAnswer execute(NodeCommand<?> command, Function<NodeCommand<?>, Object> execute) {
		try {
			return StepAnswer.done(execute.apply(command));
		}
		catch (NodeException ex) {
			return StepAnswer.failed(ex);
		}
	}

	private Peeked peek(byte[] key) {
		Bytes bytes = new Bytes(key);
		Item item = this.store.get(bytes);
		if (item == null) {
			String token = this.moved.get(bytes);
			return (token != null) ? new Peeked(null, token) : Peeked.ABSENT;
		}
		boolean never = item.expiresAt() == Item.NEVER;
		return new Peeked(new KeyCopy(KeyCopy.Kind.STRING, item.value(), never ? KeyCopy.NEVER : item.expiresAt(),
				never ? KeyCopy.NEVER : Math.max(1, item.expiresAt() - this.store.now())), null);
	}

	private void stage(String node, MigrationCommand.Staging staging) {
		KeyCopy copy = staging.copy();
		if (copy.kind() != KeyCopy.Kind.STRING) {
			throw new NodeCommandException(
					"node '" + node + "' cannot hold a value of another type of Redis than string", null);
		}
		long expiresAt = (copy.remaining() == KeyCopy.NEVER) ? Item.NEVER : this.store.now() + copy.remaining();
		this.staged.put(staging.token(), new Item(copy.bytes(), expiresAt));
	}

	private boolean mark(MigrationCommand.Marking marking) {
		Bytes key = new Bytes(marking.key());
		boolean marked = this.store.update(key,
				(stored) -> same(stored, marking.seen()) ? new Change<>(null, true) : new Change<>(stored, false));
		if (marked) {
			this.moved.put(key, marking.token());
		}
		return marked;
	}

	private static boolean same(@Nullable Item stored, KeyCopy seen) {
		long expiresAt = (seen.expiresAt() == KeyCopy.NEVER) ? Item.NEVER : seen.expiresAt();
		return stored != null && stored.expiresAt() == expiresAt && Arrays.equals(stored.value(), seen.bytes());
	}

	private void promote(Bytes key, String token) {
		Item item = this.staged.remove(token);
		if (item != null && !item.expired(this.store.now())) {
			this.store.update(key, (stored) -> new Change<>(item, true));
		}
	}

	private void discard(byte[] key) {
		Bytes bytes = new Bytes(key);
		this.store.update(bytes, (stored) -> new Change<>(null, true));
		this.moved.remove(bytes);
	}

	/**
	 * Marks and copies come with the last page: what moves meanwhile is in either. So do
	 * leases and notes, which are elsewhere in the order of keys.
	 */
	private SurveyPage survey(String node, MigrationCommand.Survey survey) {
		ScanPage page = MemoryScan.page(node, this.store,
				new NodeCommand.Scan(survey.cursor(), survey.prefix(), survey.count()));
		if (page.more()) {
			return new SurveyPage(page.cursor(), page.keys(), List.of(), List.of());
		}
		String own = survey.pool() + ":";
		List<KeyMove> marks = new ArrayList<>();
		this.moved.forEach((key, token) -> {
			Bytes subject = new Bytes(ReservedKeys.subject(key.array()));
			if (subject.startsWith(survey.prefix()) && token.startsWith(own)) {
				marks.add(new KeyMove(key.array(), token));
			}
		});
		List<byte[]> keys = new ArrayList<>(page.keys());
		keys.addAll(MemoryScan.beside(this.store, survey.prefix()));
		return new SurveyPage(page.cursor(), keys, marks,
				this.staged.keySet().stream().filter((token) -> token.startsWith(own)).toList());
	}

	private Stage unsettled(String node, Guard guard) {
		NodeRecord record = record(node, guard);
		if (record.stage() == Stage.SETTLE) {
			throw new PhaseMismatchException(node, guard, record.format());
		}
		return record.stage();
	}

	private void settling(String node, Guard guard, boolean settling) {
		NodeRecord record = record(node, guard);
		if ((record.stage() == Stage.SETTLE) != settling) {
			throw new PhaseMismatchException(node, guard, record.format());
		}
	}

	private void require(String node, Guard guard, Stage stage) {
		NodeRecord record = record(node, guard);
		if (record.stage() != stage) {
			throw new PhaseMismatchException(node, guard, record.format());
		}
	}

	private NodeRecord record(String node, Guard guard) {
		NodeRecord record = this.records.get(guard.pool());
		if (record == null || record.m() != guard.m()) {
			throw new PhaseMismatchException(node, guard, (record != null) ? record.format() : "none");
		}
		return Objects.requireNonNull(record);
	}

}
