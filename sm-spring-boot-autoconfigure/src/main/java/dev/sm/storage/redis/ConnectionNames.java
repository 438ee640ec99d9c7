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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of a node's connections, by which a server is told to end those of
 * participants that have slept through a change of phase. Native operations have
 * connections with a longer name, so that they can be ended apart.
 */
final class ConnectionNames {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionNames.class);

	private static final String NATIVE = ":native";

	private static final byte[] NODE = ReservedKeys.NODE.getBytes(StandardCharsets.UTF_8);

	/**
	 * No connection has this number: asked to end it, a server does nothing if it may.
	 */
	private static final long NOBODY = Long.MAX_VALUE;

	private final String node;

	private final @Nullable ConnectionGuard guard;

	private volatile boolean warned;

	private volatile boolean nativeUsed;

	ConnectionNames(String node, @Nullable ConnectionGuard guard) {
		this.node = node;
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
			.handle((named, error) -> error)
			.thenCompose((error) -> (error == null) ? admitNamed(asked, link.commands()) : without(error))
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

	private CompletionStage<Void> admitNamed(ConnectionGuard guard,
			RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return commands.hget(NODE, bytes(guard.pool()))
			.handle((record, error) -> (error == null) ? guard.admit(RedisMigration.record(record)) : without(error))
			.thenCompose((admitted) -> admitted);
	}

	/**
	 * Goes on if the server does not allow what guarding needs: then it does not allow a
	 * migration either, which asks for the same before it begins.
	 */
	private CompletionStage<Void> without(Throwable error) {
		if (!Succession.refused(error)) {
			return CompletableFuture.failedFuture(RedisErrors.unwrap(error));
		}
		if (!this.warned) {
			this.warned = true;
			logger.warn(
					"Node '{}' answered '{}': its pool cannot migrate with this node. Allow its user CLIENT"
							+ " SETNAME, CLIENT LIST, CLIENT KILL and the key 'sm:node'",
					this.node, RedisErrors.unwrap(error).getMessage());
		}
		return CompletableFuture.completedFuture(null);
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
		return commands.clientKill(KillArgs.Builder.id(NOBODY))
			.thenCompose((may) -> commands.clientList())
			.thenCompose((list) -> {
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
