package dev.sm.storage.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.KeyTracking;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.TrackingStorage;
import org.jspecify.annotations.Nullable;

/**
 * A node that is a Redis server, or what stands for one. All commands share one
 * connection, on which Lettuce pipelines them.
 */
final class RedisNode implements TrackingStorage {

	private final String id;

	private final Duration timeout;

	private final RedisClients clients;

	private final RedisConnectionDriver driver;

	private final RedisCommands commands;

	private final RedisTracking tracking;

	private final ConnectionFailures reasons;

	RedisNode(String id, RedisServerSettings settings, Duration timeout, @Nullable ConnectionGuard guard) {
		this.id = id;
		this.timeout = timeout;
		this.reasons = new ConnectionFailures(id, settings.names(), settings.tls());
		ConnectionNames names = new ConnectionNames(id, guard);
		this.tracking = new RedisTracking(id);
		this.clients = new RedisClients(settings, timeout, names);
		this.driver = new RedisConnectionDriver(id, this.clients::connect, names, this.tracking, this.reasons,
				RedisResourcesDriver.connecting());
		this.commands = new RedisCommands(id, timeout, this.driver, names);
	}

	@Override
	public <R> CompletionStage<R> execute(NodeCommand<R> command) {
		Link link = this.driver.link();
		return (link != null) ? this.commands.send(link, command) : whenConnected(command);
	}

	/** A command whose time is over before the connection stands is not sent any more. */
	private <R> CompletionStage<R> whenConnected(NodeCommand<R> command) {
		CompletableFuture<R> pending = new CompletableFuture<>();
		CompletableFuture<R> answer = new CompletableFuture<>();
		pending.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((value, error) -> settle(answer, value,
					(error instanceof TimeoutException) ? this.reasons.late(error) : error));
		this.driver.connected().whenComplete((link, error) -> {
			if (error != null) {
				pending.completeExceptionally(error);
			}
			else if (!pending.isDone()) {
				this.commands.send(link, command).whenComplete((value, failure) -> settle(pending, value, failure));
			}
		});
		return answer;
	}

	private <R> void settle(CompletableFuture<R> future, R value, @Nullable Throwable error) {
		if (error != null) {
			future.completeExceptionally(RedisErrors.translate(this.id, error));
		}
		else {
			future.complete(value);
		}
	}

	@Override
	public void track(KeyTracking tracking) {
		this.tracking.tell(tracking);
	}

	@Override
	public Object nativeOperations() {
		return this.clients.template();
	}

	@Override
	public void close() {
		this.driver.close();
		this.clients.close();
	}

	@Override
	public String toString() {
		return "RedisNode[" + this.id + "]";
	}

}
