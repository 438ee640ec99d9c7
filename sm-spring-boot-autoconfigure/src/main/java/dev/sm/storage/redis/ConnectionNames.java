package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.ReservedKeys;
import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The names of a node's connections, by which a server is told to end those of
 * participants that have slept through a change of phase. Native operations have
 * connections with a longer name, so that they can be ended apart.
 */
final class ConnectionNames {

	private static final String NATIVE = ":native";

	private static final byte[] NODE = ReservedKeys.NODE.getBytes(StandardCharsets.UTF_8);

	private final @Nullable ConnectionGuard guard;

	private volatile boolean nativeUsed;

	ConnectionNames(@Nullable ConnectionGuard guard) {
		this.guard = guard;
	}

	/** The name of connections for native operations, or {@code null} for none. */
	@Nullable String ofNative() {
		return (this.guard != null) ? this.guard.connectionName() + NATIVE : null;
	}

	/**
	 * Names a new connection, reads the record and asks whether it may be used.
	 * @param link the connection; closed if it may not
	 * @return the same connection
	 */
	CompletionStage<Link> admit(Link link) {
		ConnectionGuard asked = this.guard;
		if (asked == null || link.cluster() != null) {
			return CompletableFuture.completedFuture(link);
		}
		return link.commands()
			.clientSetname(bytes(asked.connectionName()))
			.thenCompose((named) -> admitNamed(asked, link.commands()))
			.handle((admitted, error) -> {
				if (error == null) {
					return CompletableFuture.completedFuture(link);
				}
				link.connection().closeAsync();
				return CompletableFuture.<Link>failedFuture(RedisErrors.unwrap(error));
			})
			.thenCompose((settled) -> settled);
	}

	/** Asks for a connection of native operations, which its client has named. */
	CompletionStage<Void> admitNative(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		ConnectionGuard asked = this.guard;
		return (asked != null) ? admitNamed(asked, commands) : CompletableFuture.completedFuture(null);
	}

	private static CompletionStage<Void> admitNamed(ConnectionGuard guard,
			RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return commands.hget(NODE, bytes(guard.pool()))
			.thenCompose((record) -> guard.admit(RedisMigration.record(record)));
	}

	/** Ends the connections of a pool whose names are none of those to keep. */
	CompletionStage<Long> cutOff(RedisClusterAsyncCommands<byte[], byte[]> commands, MigrationCommand.CutOff cut) {
		return end(commands, (name) -> name.startsWith(cut.prefix()) && !cut.keep().contains(name)
				&& !(name.endsWith(NATIVE) && cut.keep().contains(name.substring(0, name.length() - NATIVE.length()))));
	}

	/**
	 * Waits for what was sent on this connection, and ends those of native operations:
	 * what was given up there may still be on its way.
	 */
	CompletionStage<?> drain(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		String own = ofNative();
		return (own != null && this.nativeUsed) ? end(commands, own::equals) : commands.ping();
	}

	void nativeUsed() {
		this.nativeUsed = true;
	}

	private static CompletionStage<Long> end(RedisClusterAsyncCommands<byte[], byte[]> commands,
			Predicate<String> condition) {
		return commands.clientList().thenCompose((list) -> {
			List<CompletableFuture<Long>> kills = new ArrayList<>();
			for (String line : list.split("\n")) {
				if (condition.test(field(line, "name="))) {
					long id = Long.parseLong(field(line, "id="));
					kills.add(commands.clientKill(KillArgs.Builder.id(id)).toCompletableFuture());
				}
			}
			return CompletableFuture.allOf(kills.toArray(CompletableFuture<?>[]::new))
				.thenApply((all) -> (long) kills.size());
		});
	}

	private static String field(String line, String name) {
		for (String part : line.split(" ")) {
			if (part.startsWith(name)) {
				return part.substring(name.length()).trim();
			}
		}
		return "";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
