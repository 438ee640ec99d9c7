package dev.sm.storage.redis;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;

/**
 * The threads that all Redis nodes of this JVM share: Lettuce's own, from the first
 * connection of the first node until the last node is closed, and a few that connect.
 */
final class RedisResourcesDriver {

	private static final AtomicInteger threads = new AtomicInteger();

	/** Loading the client and resolving names block; both are done here. */
	private static final Executor connecting = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (task) -> {
				Thread thread = new Thread(task, "sm-redis-connect-" + threads.incrementAndGet());
				thread.setDaemon(true);
				return thread;
			});

	private static @Nullable ClientResources resources;

	private static int users;

	private RedisResourcesDriver() {
	}

	static Executor connecting() {
		return connecting;
	}

	static synchronized ClientResources acquire() {
		if (resources == null) {
			resources = ClientResources.builder()
				.commandLatencyRecorder(CommandLatencyRecorder.disabled())
				.reconnectDelay(
						Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(1), 2, TimeUnit.MILLISECONDS))
				.build();
		}
		users++;
		return resources;
	}

	static synchronized void release() {
		users--;
		if (users == 0 && resources != null) {
			resources.shutdown(0, 2, TimeUnit.SECONDS);
			resources = null;
		}
	}

}
