package dev.sm.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on a few threads, as many as there are connections, since drivers block.
 * A command whose time is over before its turn comes is not begun.
 */
final class JdbcDriver implements AutoCloseable {

	/** Enough for any burst; more would be answered too late anyway. */
	private static final int MAX_WAITING = 10_000;

	private static final int MAX_ATTEMPTS = 50;

	private static final long IDLE_SECONDS = 30;

	private final String node;

	private final JdbcConnections connections;

	private final JdbcCommands commands;

	private final Duration timeout;

	private final ThreadPoolExecutor workers;

	private final ScheduledThreadPoolExecutor timer;

	private final Set<JdbcCall<?>> pending = ConcurrentHashMap.newKeySet();

	private final PassDriver passes;

	private volatile boolean closed;

	JdbcDriver(String node, JdbcConnections connections, JdbcCommands commands, JdbcErrors errors, PassDriver.Desk desk,
			Duration timeout, int threads) {
		this.node = node;
		this.connections = connections;
		this.commands = commands;
		this.timeout = timeout;
		this.workers = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING), (task) -> thread(task, "sm-jdbc-" + node));
		this.workers.allowCoreThreadTimeOut(true);
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> thread(task, "sm-jdbc-timer-" + node));
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.timer.setRemoveOnCancelPolicy(true);
		this.passes = new PassDriver(node, errors, desk, this.timer);
	}

	/** The class loader that knows the drivers of the application. */
	static @Nullable ClassLoader classLoader() {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (context != null) ? context : JdbcDriver.class.getClassLoader();
	}

	private static Thread thread(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/** Sweeps at intervals, the first time somewhere within the first. */
	void sweep(SweepDriver sweep, Duration interval) {
		long millis = Math.max(1, interval.toMillis());
		this.timer.scheduleWithFixedDelay(() -> sweep.run(this.passes.pass()),
				ThreadLocalRandom.current().nextLong(millis), millis, TimeUnit.MILLISECONDS);
	}

	/** Executes a command; the answer ends with the time limit at the latest. */
	<R> JdbcCall<R> execute(NodeCommand<R> command) {
		JdbcCall<R> call = new JdbcCall<>(command);
		if (this.closed) {
			call.completeExceptionally(closedException());
			return call;
		}
		Collection<JdbcCall<?>> earlier = (command instanceof MigrationCommand.Drain) ? List.copyOf(this.pending)
				: List.of();
		this.pending.add(call);
		call.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((answer, error) -> this.pending.remove(call));
		if (this.closed) {
			call.completeExceptionally(closedException());
		}
		CompletableFuture.allOf(earlier.toArray(CompletableFuture<?>[]::new))
			.whenComplete((done, error) -> begin(call));
		return call;
	}

	private void begin(JdbcCall<?> call) {
		byte[] pass = this.passes.pass();
		if (pass != null) {
			submit(call, pass);
			return;
		}
		this.passes.issued().whenComplete((issued, error) -> {
			if (error != null) {
				call.completeExceptionally(error);
			}
			else {
				submit(call, issued);
			}
		});
	}

	private void submit(JdbcCall<?> call, byte[] pass) {
		try {
			this.workers.execute(() -> run(call, pass));
		}
		catch (RejectedExecutionException ex) {
			call.completeExceptionally(this.closed ? closedException() : new NodeUnavailableException(
					"node '" + this.node + "' has " + MAX_WAITING + " commands waiting already", null));
		}
	}

	private void run(JdbcCall<?> call, byte[] pass) {
		if (call.isDone()) {
			return;
		}
		try {
			Object answer = attempt(call, pass);
			if (answer != null) {
				call.answer(answer);
				return;
			}
			this.passes.lost(pass);
		}
		catch (SQLException ex) {
			if (JdbcErrors.connection(ex)) {
				this.passes.lost(pass);
			}
			if (!JdbcErrors.again(ex) || call.attempt() >= MAX_ATTEMPTS) {
				call.completeExceptionally(ex);
				return;
			}
		}
		catch (Throwable ex) {
			call.completeExceptionally(ex);
			return;
		}
		begin(call);
	}

	private @Nullable Object attempt(JdbcCall<?> call, byte[] pass) throws SQLException {
		try (Connection connection = this.connections.command()) {
			JdbcSession session = new JdbcSession(connection, this.commands.dialect());
			boolean ended = false;
			try {
				Object answer = this.commands.execute(session, pass, call);
				ended = true;
				return answer;
			}
			finally {
				if (!ended) {
					undo(session);
				}
			}
		}
	}

	/** What failed is told, not what fails after it. */
	private static void undo(JdbcSession session) {
		try {
			session.rollback();
		}
		catch (SQLException ex) {
			// the connection is lost, and with it the transaction
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.passes.close();
		this.timer.shutdownNow();
		this.workers.shutdown();
		this.pending.forEach((call) -> call.completeExceptionally(closedException()));
		this.connections.close();
		this.workers.shutdownNow();
	}

	private NodeUnavailableException closedException() {
		return new NodeUnavailableException("node '" + this.node + "' is closed", null);
	}

}
