package dev.sm.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyMove;
import dev.sm.storage.KeyValue;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.MigrationCommand.Place;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.Peeked;

/**
 * What is wrong with the nodes of a simulated world, or with what is sent to them: one of
 * the faults that the protocol's rules are there for, or none.
 */
final class NodeFaults {

	private final Fault fault;

	private final SimulatedTime time;

	/** Is told what records become. */
	private final Consumer<NodeRecord> raised;

	/**
	 * The key and value of each token, for faults that need to know more than they may.
	 */
	private final Map<String, KeyMove> keys = new HashMap<>();

	private final Map<String, KeyCopy> copies = new HashMap<>();

	NodeFaults(Fault fault, SimulatedTime time, Consumer<NodeRecord> raised) {
		this.raised = raised;
		this.fault = fault;
		this.time = time;
	}

	boolean is(Fault asked) {
		return this.fault == asked;
	}

	boolean noFence() {
		return is(Fault.NO_FENCE) || is(Fault.NO_BARRIER);
	}

	<R> R execute(NodeStorage node, NodeCommand<R> command) {
		if (command instanceof MigrationCommand.RaiseRecord raise) {
			this.raised.accept(raise.record());
		}
		return switch (this.fault) {
			case MARK_WITHOUT_COMPARE, MARK_COMPARES_VALUE_ONLY ->
				(command instanceof MigrationCommand.Mark mark) ? cast(mark(node, mark)) : plain(node, command);
			case LATE_RESTORE -> copyVisible(node, command);
			case TOKEN_IGNORED_BY_CLIENTS -> plain(node,
					cast((command instanceof MigrationCommand.Step step)
							? new MigrationCommand.Step(step.guard(), step.place(),
									step.operations()
										.stream()
										.map((op) -> new MigrationCommand.Operation(op.command(), null))
										.toList())
							: command));
			case PROMOTE_AFTER_UNMARK -> promoteLate(node, command);
			case PROMOTE_ANY_TOKEN -> promoteAny(node, command);
			case NO_PURGE -> (command instanceof MigrationCommand.Discard) ? cast(true) : plain(node, command);
			case TOKEN_USED_TWICE -> plain(node, sameToken(command));
			case NO_CLOSED -> (command instanceof MigrationCommand.RaiseRecord raise
					&& raise.record().stage() == NodeRecord.Stage.CLOSED) ? cast(raise.record()) : plain(node, command);
			case NO_SETTLE -> (command instanceof MigrationCommand.Promote promote && promote.settling()) ? cast(true)
					: plain(node, command);
			case MOVER_DOES_NOT_COMPARE, CLIENTS_DO_NOT_COMPARE -> unguarded(node, command);
			case CREATE_AT_OLD_PLACE -> createAtOld(node, command);
			default -> plain(node, command);
		};
	}

	private static <R> R plain(NodeStorage node, NodeCommand<R> command) {
		return node.execute(command).toCompletableFuture().join();
	}

	@SuppressWarnings("unchecked")
	private static <R> R cast(Object value) {
		return (R) value;
	}

	/** Marks what is there now, not what was copied. */
	private List<Boolean> mark(NodeStorage node, MigrationCommand.Mark mark) {
		List<Boolean> answers = new ArrayList<>();
		for (MigrationCommand.Marking marking : mark.markings()) {
			Peeked now = plain(node, new MigrationCommand.Peek(mark.guard(), List.of(marking.key()))).get(0);
			KeyCopy copy = now.copy();
			boolean sameValue = copy != null && Arrays.equals(copy.bytes(), marking.seen().bytes());
			boolean anyway = copy != null && (is(Fault.MARK_WITHOUT_COMPARE) || sameValue);
			answers.add(plain(node, new MigrationCommand.Mark(mark.guard(), List
				.of(new MigrationCommand.Marking(marking.key(), anyway ? copy : marking.seen(), marking.token()))))
				.get(0));
		}
		return answers;
	}

	/** A copy is put under the key itself, late, as a move that has timed out does. */
	private <R> R copyVisible(NodeStorage node, NodeCommand<R> command) {
		if (command instanceof MigrationCommand.Stage stage) {
			stage.copies().forEach((staging) -> this.copies.put(staging.token(), staging.copy()));
		}
		if (command instanceof MigrationCommand.Promote promote) {
			promote.moves().forEach((move) -> {
				KeyCopy copy = this.copies.get(move.token());
				if (copy != null) {
					this.time.after(this.time.between(1_000_000, 100_000_000), () -> plain(node,
							new NodeCommand.Put(List.of(new KeyValue(move.key(), copy.bytes())), null, null)));
				}
			});
		}
		return plain(node, command);
	}

	private <R> R promoteLate(NodeStorage node, NodeCommand<R> command) {
		if (command instanceof MigrationCommand.Promote promote && !promote.settling()) {
			this.time.after(this.time.between(5_000_000, 50_000_000), () -> {
				try {
					plain(node, promote);
				}
				catch (CompletionException ex) {
					this.time.note("fault", ex.getMessage());
				}
			});
			return cast(true);
		}
		return plain(node, command);
	}

	private <R> R promoteAny(NodeStorage node, NodeCommand<R> command) {
		if (command instanceof MigrationCommand.Mark mark) {
			mark.markings()
				.forEach((marking) -> this.keys.put(new String(marking.key()),
						new KeyMove(marking.key(), marking.token())));
		}
		if (command instanceof MigrationCommand.Stage stage) {
			stage.copies().forEach((staging) -> this.copies.put(staging.token(), staging.copy()));
		}
		if (command instanceof MigrationCommand.Step step && step.place() == Place.TARGET) {
			for (MigrationCommand.Operation operation : step.operations()) {
				KeyMove known = this.keys.get(new String(operation.key()));
				KeyCopy copy = (known != null) ? this.copies.get(known.token()) : null;
				if (copy != null) {
					plain(node, new NodeCommand.PutIfAbsent(new KeyValue(operation.key(), copy.bytes()), null, null));
				}
			}
		}
		return plain(node, command);
	}

	@SuppressWarnings("unchecked")
	private <R> NodeCommand<R> sameToken(NodeCommand<R> command) {
		if (command instanceof MigrationCommand.Stage stage) {
			return (NodeCommand<R>) new MigrationCommand.Stage(stage.guard(),
					stage.copies()
						.stream()
						.map((staging) -> new MigrationCommand.Staging(same(staging.token()), staging.copy()))
						.toList());
		}
		if (command instanceof MigrationCommand.Mark mark) {
			return (NodeCommand<R>) new MigrationCommand.Mark(mark.guard(), mark.markings()
				.stream()
				.map((marking) -> new MigrationCommand.Marking(marking.key(), marking.seen(), same(marking.token())))
				.toList());
		}
		if (command instanceof MigrationCommand.Promote promote) {
			return (NodeCommand<R>) new MigrationCommand.Promote(promote.guard(), promote.settling(),
					same(promote.moves()));
		}
		if (command instanceof MigrationCommand.Unmark unmark) {
			return (NodeCommand<R>) new MigrationCommand.Unmark(unmark.guard(), unmark.settling(),
					same(unmark.moves()));
		}
		return command;
	}

	private static List<KeyMove> same(List<KeyMove> moves) {
		return moves.stream().map((move) -> new KeyMove(move.key(), same(move.token()))).toList();
	}

	/** A counter that is too short. */
	private static String same(String token) {
		int colon = token.lastIndexOf(':');
		return token.substring(0, colon + 1) + Long.parseLong(token.substring(colon + 1)) % 2;
	}

	/**
	 * Commands of an earlier migration are executed as if they were of the present one.
	 */
	@SuppressWarnings("unchecked")
	private <R> R unguarded(NodeStorage node, NodeCommand<R> command) {
		Guard guard = guard(command);
		if (guard == null) {
			return plain(node, command);
		}
		Optional<NodeRecord> record = plain(node, new MigrationCommand.ReadRecord(guard.pool()));
		if (record.isEmpty() || record.get().m() == guard.m()) {
			return plain(node, command);
		}
		Guard now = new Guard(guard.pool(), record.get().m());
		if (command instanceof MigrationCommand.Step step && is(Fault.CLIENTS_DO_NOT_COMPARE)) {
			return (R) plain(node, new MigrationCommand.Step(now, step.place(), step.operations()));
		}
		if (command instanceof MigrationCommand.Mark mark && is(Fault.MOVER_DOES_NOT_COMPARE)) {
			return (R) plain(node, new MigrationCommand.Mark(now, mark.markings()));
		}
		return plain(node, command);
	}

	private static Guard guard(NodeCommand<?> command) {
		if (command instanceof MigrationCommand.Step step) {
			return step.guard();
		}
		return (command instanceof MigrationCommand.Mark mark) ? mark.guard() : null;
	}

	/** The old place takes back what it was asked for, though it has sent it on. */
	private <R> R createAtOld(NodeStorage node, NodeCommand<R> command) {
		if (command instanceof MigrationCommand.Step step && step.place() == Place.SOURCE) {
			for (MigrationCommand.Operation operation : step.operations()) {
				if (operation.command() instanceof NodeCommand.Put put
						&& plain(node, NodeCommand.Get.of(operation.key())).get(0) == null) {
					plain(node, put);
				}
			}
		}
		return plain(node, command);
	}

	/** What can be wrong. */
	enum Fault {

		NONE, NO_BARRIER, CONFIRM_IN_FLIGHT, NO_FENCE, MARK_WITHOUT_COMPARE, MARK_COMPARES_VALUE_ONLY, LATE_RESTORE,
		TOKEN_IGNORED_BY_CLIENTS, PROMOTE_AFTER_UNMARK, PROMOTE_ANY_TOKEN, NO_PURGE, TOKEN_USED_TWICE, NO_CLOSED,
		NO_SETTLE, MOVER_DOES_NOT_COMPARE, CLIENTS_DO_NOT_COMPARE, CREATE_AT_OLD_PLACE, ABORT_AFTER_CLOSED

	}

}
