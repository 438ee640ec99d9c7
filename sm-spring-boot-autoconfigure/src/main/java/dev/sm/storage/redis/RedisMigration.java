package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyCopy.Kind;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.Peeked;
import dev.sm.storage.PhaseMismatchException;
import dev.sm.storage.ReservedKeys;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a migration as calls of {@link MigrationScripts}.
 */
final class RedisMigration {

	private static final byte[] NODE = StepCodec.bytes(ReservedKeys.NODE);

	private static final byte[] STRING = StepCodec.bytes("string");

	private static final byte[] DUMP = StepCodec.bytes("dump");

	private final String node;

	private final ConnectionNames names;

	private final Sender sender;

	RedisMigration(String node, ConnectionNames names, Sender sender) {
		this.node = node;
		this.names = names;
		this.sender = sender;
	}

	CompletionStage<?> send(Link link, MigrationCommand<?> command) {
		if (command instanceof MigrationCommand.ReadRecord read) {
			return this.sender.reply(link, link.commands().hget(NODE, StepCodec.bytes(read.pool())), null,
					RedisMigration::record);
		}
		if (command instanceof MigrationCommand.RaiseRecord raise) {
			NodeRecord record = raise.record();
			return this.<byte[], NodeRecord>run(link, MigrationScripts.RAISE, new Guard(raise.pool(), record.m()),
					List.of(), List.of(StepCodec.bytes(record.stage().name()), StepCodec.bytes(record.placement())),
					(text) -> NodeRecord.parse(StepCodec.text(text)));
		}
		if (command instanceof MigrationCommand.Step step) {
			List<byte[]> keys = new ArrayList<>();
			List<byte[]> arguments = new ArrayList<>();
			StepCodec.encode(step, keys, arguments);
			return this.<List<Object>, Object>run(link, MigrationScripts.STEP, step.guard(), keys, arguments,
					(answers) -> StepCodec.decode(this.node, step, answers));
		}
		if (command instanceof MigrationCommand.Survey survey) {
			return this.sender.reply(link, RedisSurvey.page(link, survey), null, Function.identity());
		}
		if (command instanceof MigrationCommand.Measure measure) {
			return this.sender.reply(link, RedisSize.of(this.node, link, measure.prefix()), null, Function.identity());
		}
		if (command instanceof MigrationCommand.ListFences list) {
			return this.sender.reply(link, RedisSurvey.fences(link, list.cursor()), null, Function.identity());
		}
		if (command instanceof MigrationCommand.RaiseFences raise) {
			return raiseFences(link, raise);
		}
		if (command instanceof MigrationCommand.CutOff cut) {
			return this.sender.reply(link, this.names.cutOff(link.commands(), cut), null, Function.identity());
		}
		if (command instanceof MigrationCommand.Drain) {
			return this.sender.reply(link, this.names.drain(link.commands()), null, (ignored) -> true);
		}
		return move(link, command);
	}

	private CompletionStage<?> move(Link link, MigrationCommand<?> command) {
		List<byte[]> keys = new ArrayList<>();
		List<byte[]> arguments = new ArrayList<>();
		if (command instanceof MigrationCommand.Peek peek) {
			peek.keys().forEach((key) -> {
				keys.add(key);
				keys.add(StepCodec.moved(key));
			});
			return this.<List<Object>, Object>run(link, MigrationScripts.PEEK, peek.guard(), keys, arguments,
					(answers) -> answers.stream().map((answer) -> peeked((List<?>) answer)).toList());
		}
		if (command instanceof MigrationCommand.Stage stage) {
			stage.copies().forEach((staging) -> {
				KeyCopy copy = staging.copy();
				keys.add(StepCodec.bytes(ReservedKeys.STAGE + staging.token()));
				arguments.add(kind(copy));
				arguments.add(copy.bytes());
				arguments.add(FencedScript.ascii((copy.remaining() == KeyCopy.NEVER) ? 0 : copy.remaining()));
			});
			return run(link, MigrationScripts.STAGE, stage.guard(), keys, arguments, (done) -> true);
		}
		if (command instanceof MigrationCommand.Mark mark) {
			mark.markings().forEach((marking) -> {
				keys.add(marking.key());
				keys.add(StepCodec.moved(marking.key()));
				arguments.add(kind(marking.seen()));
				arguments.add(marking.seen().bytes());
				arguments.add(FencedScript.ascii(marking.seen().expiresAt()));
				arguments.add(StepCodec.bytes(marking.token()));
			});
			return this.<List<Object>, Object>run(link, MigrationScripts.MARK, mark.guard(), keys, arguments,
					(answers) -> answers.stream().map((answer) -> (Long) answer == 1).toList());
		}
		if (command instanceof MigrationCommand.Promote promote) {
			promote.moves().forEach((move) -> {
				keys.add(StepCodec.bytes(ReservedKeys.STAGE + move.token()));
				keys.add(move.key());
			});
			arguments.add(flag(promote.settling()));
			return run(link, MigrationScripts.PROMOTE, promote.guard(), keys, arguments, (done) -> true);
		}
		if (command instanceof MigrationCommand.Unmark unmark) {
			arguments.add(flag(unmark.settling()));
			for (KeyMove move : unmark.moves()) {
				keys.add(StepCodec.moved(move.key()));
				arguments.add(StepCodec.bytes(move.token()));
			}
			return run(link, MigrationScripts.UNMARK, unmark.guard(), keys, arguments, (done) -> true);
		}
		MigrationCommand.Discard discard = (MigrationCommand.Discard) command;
		discard.keys().forEach((key) -> {
			keys.add(key);
			keys.add(StepCodec.moved(key));
		});
		discard.tokens().forEach((token) -> keys.add(StepCodec.bytes(ReservedKeys.STAGE + token)));
		return run(link, MigrationScripts.DISCARD, discard.guard(), keys, arguments, (done) -> true);
	}

	private CompletionStage<?> raiseFences(Link link, MigrationCommand.RaiseFences raise) {
		if (raise.fences().isEmpty()) {
			return CompletableFuture.completedFuture(true);
		}
		byte[][] keys = raise.fences()
			.stream()
			.map((fence) -> StepCodec.bytes(ReservedKeys.FENCE + fence.scope()))
			.toArray(byte[][]::new);
		byte[][] epochs = raise.fences()
			.stream()
			.map((fence) -> FencedScript.ascii(fence.epoch()))
			.toArray(byte[][]::new);
		return this.sender.reply(link, MigrationScripts.FENCES.run(link, keys, epochs), null, (done) -> true);
	}

	private <T, R> CompletionStage<R> run(Link link, Script script, Guard guard, List<byte[]> keys,
			List<byte[]> arguments, Function<T, R> mapper) {
		List<byte[]> allKeys = new ArrayList<>(keys.size() + 1);
		allKeys.add(NODE);
		allKeys.addAll(keys);
		List<byte[]> all = new ArrayList<>(arguments.size() + 2);
		all.add(StepCodec.bytes(guard.pool()));
		all.add(FencedScript.ascii(guard.m()));
		all.addAll(arguments);
		return this.sender.reply(link, script.<T>run(link, allKeys.toArray(byte[][]::new), all.toArray(byte[][]::new)),
				guard, mapper);
	}

	/** What a refusal by the record becomes, or {@code null} if it is another error. */
	static @Nullable PhaseMismatchException refusal(String node, Guard guard, Throwable error) {
		String message = RedisErrors.unwrap(error).getMessage();
		boolean refused = RedisErrors.unwrap(error) instanceof RedisCommandExecutionException && message != null
				&& message.startsWith(MigrationScripts.REFUSED);
		return refused ? new PhaseMismatchException(node, guard,
				Objects.requireNonNull(message).substring(MigrationScripts.REFUSED.length()).trim()) : null;
	}

	static Optional<NodeRecord> record(byte @Nullable [] text) {
		return Optional.ofNullable(text).map((bytes) -> NodeRecord.parse(new String(bytes, StandardCharsets.UTF_8)));
	}

	private static Peeked peeked(List<?> answer) {
		if (answer.size() < 4) {
			boolean marked = !answer.isEmpty() && answer.get(0) instanceof byte[];
			return marked ? new Peeked(null, StepCodec.text((byte[]) answer.get(0))) : Peeked.ABSENT;
		}
		boolean string = "string".equals(StepCodec.text((byte[]) answer.get(0)));
		long remaining = (Long) answer.get(3);
		return new Peeked(new KeyCopy(string ? Kind.STRING : Kind.REDIS_DUMP, (byte[]) answer.get(1),
				(Long) answer.get(2), (remaining < 0) ? KeyCopy.NEVER : Math.max(1, remaining)), null);
	}

	private static byte[] kind(KeyCopy copy) {
		return (copy.kind() == Kind.STRING) ? STRING : DUMP;
	}

	private static byte[] flag(boolean flag) {
		return FencedScript.ascii(flag ? 1 : 0);
	}

	/** Turns what Lettuce tells into what the command promises. */
	interface Sender {

		<T extends @Nullable Object, R> CompletionStage<R> reply(Link link, CompletionStage<T> answer,
				@Nullable Guard guard, Function<T, R> mapper);

	}

}
