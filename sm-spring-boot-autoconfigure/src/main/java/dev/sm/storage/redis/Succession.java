package dev.sm.storage.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a node's new connection begin only after the one before it has ended at the server
 * too.
 * <p>
 * A command that was given up may still be on its way: in the socket of a server that
 * hangs, or in a packet that is sent again. The server could execute it after commands of
 * a newer connection, so that an old value replaces a newer one that was acknowledged; no
 * fence helps, since both are of one owner. Closing a connection at the client's end does
 * not take back what was sent. So each connection asks for its number, and the next one
 * to that server has it killed, before any other command: what the server has executed by
 * then comes before all that follows, and what it has not is dropped.
 * <p>
 * Numbers are remembered by the run of a server, since a restarted one counts afresh, and
 * the number could be that of somebody else's connection. What a server left unread dies
 * with it.
 */
final class Succession {

	private static final Logger logger = LoggerFactory.getLogger(Succession.class);

	private static final Pattern RUN = Pattern.compile("(?m)^run_id:(\\w+)");

	/** Enough for all servers between which sentinels may choose. */
	private static final int MAX_RUNS = 16;

	private final String node;

	/**
	 * The last connection to each run of a server, by the run's id. One is enough: it was
	 * not used before the one before it had ended.
	 */
	private final Map<String, Long> last = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX_RUNS;
		}

	};

	private boolean warned;

	Succession(String node) {
		this.node = node;
	}

	/**
	 * Ends the connection before this one. A first connection costs one trip, another one
	 * two. Where the server refuses to, that is only warned of. To a Redis Cluster, whose
	 * connections Lettuce opens by itself, this cannot be done.
	 * @param next the new connection, not used yet; closed on failure
	 * @return the same connection, ready for use
	 */
	CompletionStage<Link> begin(Link next) {
		if (next.cluster() != null) {
			return CompletableFuture.completedFuture(next);
		}
		return CompletableFuture.completedFuture(next.commands())
			.thenCompose(this::endPrevious)
			.handle((ended, error) -> settle(next, error))
			.thenCompose(Function.identity());
	}

	private CompletionStage<Long> endPrevious(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		CompletionStage<Long> number = commands.clientId();
		CompletionStage<String> server = commands.info("server");
		return number.thenCombine(server, (id, info) -> endPrevious(commands, run(info), id))
			.thenCompose(Function.identity());
	}

	private CompletionStage<Long> endPrevious(RedisClusterAsyncCommands<byte[], byte[]> commands, String run, long id) {
		Long previous = previous(run);
		if (previous == null) {
			remember(run, id);
			return CompletableFuture.completedFuture(0L);
		}
		return commands.clientKill(KillArgs.Builder.id(previous)).whenComplete((killed, error) -> {
			if (error == null || refused(error)) {
				remember(run, id);
			}
		});
	}

	private CompletionStage<Link> settle(Link next, @Nullable Throwable error) {
		if (error == null) {
			return CompletableFuture.completedFuture(next);
		}
		if (refused(error)) {
			warn(RedisErrors.unwrap(error));
			return CompletableFuture.completedFuture(next);
		}
		next.connection().closeAsync();
		return CompletableFuture.failedFuture(RedisErrors.unwrap(error));
	}

	private synchronized @Nullable Long previous(String run) {
		return this.last.get(run);
	}

	private synchronized void remember(String run, long id) {
		this.last.put(run, id);
	}

	private synchronized void warn(Throwable refusal) {
		if (!this.warned) {
			this.warned = true;
			logger.warn(
					"Node '{}' answered '{}': it cannot be ruled out that a command which a lost connection left"
							+ " behind is executed after newer ones. Allow its user CLIENT ID, CLIENT KILL and INFO",
					this.node, refusal.getMessage());
		}
	}

	static boolean refused(Throwable error) {
		return RedisErrors.unwrap(error) instanceof RedisCommandExecutionException refusal
				&& !RedisErrors.passing(refusal);
	}

	private static String run(String info) {
		Matcher matcher = RUN.matcher(info);
		if (!matcher.find()) {
			throw new RedisCommandExecutionException("INFO without a run_id");
		}
		return matcher.group(1);
	}

}
