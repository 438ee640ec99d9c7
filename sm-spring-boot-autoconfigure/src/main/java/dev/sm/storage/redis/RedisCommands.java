package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyValue;
import dev.sm.storage.Looked;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeException;
import dev.sm.storage.ScanPage;
import dev.sm.storage.TimeToLive;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands of nodes as commands of Redis, each as one trip.
 */
final class RedisCommands {

	private static final byte[] NO_TTL = FencedScript.ascii(0);

	private final String node;

	private final Duration timeout;

	private final RedisConnectionDriver driver;

	private final RedisMigration migration;

	private final OverdueDriver overdue;

	private final Function<Throwable, NodeException> failure = this::failure;

	RedisCommands(String node, Duration timeout, RedisConnectionDriver driver, ConnectionNames names) {
		this.node = node;
		this.timeout = timeout;
		this.driver = driver;
		this.migration = new RedisMigration(node, names, this::guarded);
		this.overdue = new OverdueDriver(timeout, RedisResourcesDriver.connecting());
	}

	/** Lettuce throws what it refuses before it is sent. */
	@SuppressWarnings("unchecked")
	<R> CompletionStage<R> send(Link link, NodeCommand<R> command) {
		Fence fence = command.fence();
		try {
			if (command instanceof MigrationCommand<?> step) {
				return (CompletionStage<R>) migration(link, step);
			}
			return (CompletionStage<R>) ((fence != null) ? fenced(link, command, fence) : plain(link, command));
		}
		catch (RedisException ex) {
			return CompletableFuture.failedFuture(failure(ex));
		}
	}

	private CompletionStage<?> migration(Link link, MigrationCommand<?> command) {
		if (link.cluster() != null) {
			return CompletableFuture.failedFuture(new NodeCommandException("node '" + this.node
					+ "' is a Redis Cluster, from and to which keys cannot move: a key and its mark must be on one"
					+ " server. Configure its servers as nodes of the pool instead", null));
		}
		return this.migration.send(link, command);
	}

	private <T extends @Nullable Object, R> CompletionStage<R> guarded(Link link, CompletionStage<T> answer,
			MigrationCommand.@Nullable Guard guard, Function<T, R> mapper) {
		Reply<T, R> reply = new Reply<>(this.driver, link, mapper, (error) -> {
			NodeException refused = (guard != null) ? RedisMigration.refusal(this.node, guard, error) : null;
			return (refused != null) ? refused : failure(error);
		});
		answer.toCompletableFuture()
			.copy()
			.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete(reply);
		return reply;
	}

	private CompletionStage<?> plain(Link link, NodeCommand<?> command) {
		if (command instanceof NodeCommand.Get get) {
			return get(link, get.keys());
		}
		if (command instanceof NodeCommand.GetTimed get) {
			return reply(link, TimedGet.send(link, get.keys()), Function.identity());
		}
		if (command instanceof NodeCommand.Put put) {
			return reply(link, put(link, put.entries(), put.ttl()), (ignored) -> true);
		}
		if (command instanceof NodeCommand.PutIfAbsent put) {
			return reply(link, link.commands().set(put.entry().key(), put.entry().value(), arguments(put.ttl()).nx()),
					"OK"::equals);
		}
		if (command instanceof NodeCommand.Delete delete) {
			return reply(link, link.commands().unlink(delete.keys().toArray(byte[][]::new)), Function.identity());
		}
		if (command instanceof NodeCommand.Increment increment) {
			return increment(link, increment);
		}
		if (command instanceof NodeCommand.Expire expire) {
			return reply(link, link.commands().pexpire(expire.key(), TimeToLive.toMillis(expire.ttl())),
					Function.identity());
		}
		if (command instanceof NodeCommand.Replace replace) {
			return reply(link, limited(Script.REPLACE.<Long>run(link, new byte[][] { replace.key() },
					replacement(replace).toArray(byte[][]::new))), RedisCommands::one);
		}
		if (command instanceof NodeCommand.Look look) {
			return reply(link, limited(Script.LOOK.<List<Object>>run(link, new byte[][] { look.key() }, new byte[0][])),
					RedisCommands::looked);
		}
		if (command instanceof NodeCommand.Scan scan) {
			return scan(link, scan);
		}
		if (command instanceof NodeCommand.Ping) {
			return reply(link, link.commands().ping(), (ignored) -> true);
		}
		return unknown(command);
	}

	private CompletionStage<?> fenced(Link link, NodeCommand<?> command, Fence fence) {
		if (link.cluster() != null) {
			return CompletableFuture.failedFuture(new NodeCommandException("node '" + this.node
					+ "' is a Redis Cluster, which cannot fence: the fence and the key must be on one server."
					+ " Configure its servers as nodes of the pool instead", null));
		}
		if (command instanceof NodeCommand.RaiseFence) {
			return run(link, fence, FencedScript.RAISE, List.of(), List.of(), RedisCommands::one);
		}
		if (command instanceof NodeCommand.Put put) {
			List<byte[]> arguments = new ArrayList<>(put.entries().size() + 1);
			arguments.add(millis(put.ttl()));
			put.entries().forEach((entry) -> arguments.add(entry.value()));
			return run(link, fence, FencedScript.PUT, put.entries().stream().map(KeyValue::key).toList(), arguments,
					RedisCommands::one);
		}
		if (command instanceof NodeCommand.PutIfAbsent put) {
			return run(link, fence, FencedScript.PUT_IF_ABSENT, List.of(put.entry().key()),
					List.of(millis(put.ttl()), put.entry().value()), RedisCommands::one);
		}
		if (command instanceof NodeCommand.Delete delete) {
			return this.<Long, Long>run(link, fence, FencedScript.DELETE, delete.keys(), List.of(),
					Function.identity());
		}
		if (command instanceof NodeCommand.Increment increment) {
			return this.<byte[], Long>run(link, fence, FencedScript.INCREMENT, List.of(increment.key()),
					List.of(FencedScript.ascii(increment.delta()), millis(increment.ttl())), RedisCommands::number);
		}
		if (command instanceof NodeCommand.Replace replace) {
			return run(link, fence, FencedScript.REPLACE, List.of(replace.key()), replacement(replace),
					RedisCommands::one);
		}
		if (command instanceof NodeCommand.Expire expire) {
			return run(link, fence, FencedScript.EXPIRE, List.of(expire.key()), List.of(millis(expire.ttl())),
					RedisCommands::one);
		}
		return unknown(command);
	}

	private CompletionStage<?> get(Link link, List<byte[]> keys) {
		if (link.cluster() == null) {
			CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE).addKeys(keys);
			return (keys.size() == 1)
					? call(link, CommandType.GET, new ValueOutput<>(ByteArrayCodec.INSTANCE), arguments,
							Collections::singletonList)
					: call(link, CommandType.MGET, new ValueListOutput<>(ByteArrayCodec.INSTANCE), arguments,
							(found) -> all(keys.size(), found));
		}
		if (keys.size() == 1) {
			return reply(link, link.commands().get(keys.get(0)), Collections::singletonList);
		}
		return reply(link, link.commands().mget(keys.toArray(byte[][]::new)), (found) -> {
			List<byte @Nullable []> values = new ArrayList<>(found.size());
			found.forEach((entry) -> values.add(entry.getValueOrElse(null)));
			return values;
		});
	}

	private static List<byte @Nullable []> all(int keys, List<byte @Nullable []> found) {
		if (found.size() != keys) {
			throw new IllegalStateException("there must be " + keys + " values (were " + found.size() + ")");
		}
		return found;
	}

	private <T extends @Nullable Object, R> CompletionStage<R> call(Link link, CommandType type,
			CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments, Function<T, R> mapper) {
		Call<T, R> call = new Call<>(this.driver, link, new Command<>(type, output, arguments), mapper);
		this.overdue.add(call);
		link.connection().dispatch(call);
		return call;
	}

	private CompletionStage<?> put(Link link, List<KeyValue> entries, @Nullable Duration ttl) {
		if (entries.size() == 1) {
			return link.commands().set(entries.get(0).key(), entries.get(0).value(), arguments(ttl));
		}
		if (ttl == null) {
			Map<byte[], byte[]> values = new LinkedHashMap<>();
			entries.forEach((entry) -> values.put(entry.key(), entry.value()));
			return link.commands().mset(values);
		}
		return putEach(link, entries, TimeToLive.toMillis(ttl));
	}

	/**
	 * There is no command for several keys with a time to live, so they share a write.
	 */
	private static CompletionStage<?> putEach(Link link, List<KeyValue> entries, long millis) {
		List<AsyncCommand<byte[], byte[], String>> commands = new ArrayList<>(entries.size());
		for (KeyValue entry : entries) {
			CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(entry.key())
				.addValue(entry.value())
				.add("PX")
				.add(millis);
			commands.add(new AsyncCommand<>(
					new Command<>(CommandType.SET, new StatusOutput<>(ByteArrayCodec.INSTANCE), arguments)));
		}
		link.connection().dispatch(commands);
		return CompletableFuture.allOf(commands.toArray(CompletableFuture[]::new));
	}

	private CompletionStage<Long> increment(Link link, NodeCommand.Increment increment) {
		if (increment.ttl() == null) {
			return reply(link, link.commands().incrby(increment.key(), increment.delta()), Function.identity());
		}
		byte[][] arguments = { FencedScript.ascii(increment.delta()), millis(increment.ttl()) };
		return reply(link, limited(Script.INCREMENT.<byte[]>run(link, new byte[][] { increment.key() }, arguments)),
				RedisCommands::number);
	}

	private <T> CompletableFuture<T> limited(CompletableFuture<T> answer) {
		return answer.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static List<byte[]> replacement(NodeCommand.Replace replace) {
		byte[] value = replace.value();
		return (value != null) ? List.of(replace.expected(), value, millis(replace.ttl()))
				: List.of(replace.expected());
	}

	static Looked looked(List<?> answer) {
		byte[] value = (byte[]) answer.get(0);
		long remaining = (Long) Objects.requireNonNull(answer.get(1));
		return (value != null) ? new Looked(value, (remaining < 0) ? KeyCopy.NEVER : Math.max(1, remaining))
				: Looked.ABSENT;
	}

	private CompletionStage<ScanPage> scan(Link link, NodeCommand.Scan scan) {
		if (!RedisScan.known(link, scan.cursor())) {
			return CompletableFuture.failedFuture(new NodeCommandException(
					"node '" + this.node + "': '" + scan.cursor() + "' must be a cursor that this kind of node gave",
					null));
		}
		return reply(link, RedisScan.page(link, scan), Function.identity());
	}

	private <T, R> CompletionStage<R> run(Link link, Fence fence, FencedScript script, List<byte[]> keys,
			List<byte[]> arguments, Function<T, R> mapper) {
		Reply<T, R> reply = new Reply<>(this.driver, link, mapper, (error) -> fencedFailure(fence, error));
		script.<T>run(link, fence, keys, arguments)
			.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete(reply);
		return reply;
	}

	private <T extends @Nullable Object, R> CompletionStage<R> reply(Link link, CompletionStage<T> answer,
			Function<T, R> mapper) {
		Reply<T, R> reply = new Reply<>(this.driver, link, mapper, this.failure);
		answer.whenComplete(reply);
		return reply;
	}

	private NodeException failure(Throwable error) {
		return RedisErrors.translate(this.node, error);
	}

	private NodeException fencedFailure(Fence fence, Throwable error) {
		String message = RedisErrors.unwrap(error).getMessage();
		if (RedisErrors.unwrap(error) instanceof RedisCommandExecutionException && message != null
				&& message.startsWith(FencedScript.REFUSED)) {
			return new FencedOffException(this.node, fence);
		}
		return failure(error);
	}

	private CompletionStage<?> unknown(NodeCommand<?> command) {
		return CompletableFuture.failedFuture(new NodeCommandException(
				"node '" + this.node + "' cannot execute " + command.getClass().getSimpleName(), null));
	}

	private static SetArgs arguments(@Nullable Duration ttl) {
		return (ttl != null) ? SetArgs.Builder.px(TimeToLive.toMillis(ttl)) : new SetArgs();
	}

	private static byte[] millis(@Nullable Duration ttl) {
		return (ttl != null) ? FencedScript.ascii(TimeToLive.toMillis(ttl)) : NO_TTL;
	}

	private static boolean one(Long answer) {
		return answer == 1;
	}

	private static long number(byte[] digits) {
		return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
	}

}
