package dev.sm.cache;

import java.util.concurrent.CompletableFuture;

import dev.sm.storage.Fence;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeStorage;
import org.jspecify.annotations.Nullable;

/**
 * A node of a pool: its storage, the epochs that it has been told, and whether it
 * answered when it was last used.
 */
final class PoolNode {

	private final NodeSettings settings;

	private final int position;

	private final NodeStorage storage;

	private final RaisedFences fences = new RaisedFences();

	private final NodeHealth health;

	private volatile boolean up = true;

	PoolNode(NodeSettings settings, int position, NodeStorage storage, NodeHealth health) {
		this.health = health;
		this.settings = settings;
		this.position = position;
		this.storage = storage;
	}

	String id() {
		return this.settings.id();
	}

	/** The name by which the continuum knows this node. */
	String continuumName() {
		return this.settings.continuumName();
	}

	NodeSettings settings() {
		return this.settings;
	}

	/** This node's position among the pool's nodes: 0 to their number - 1. */
	int position() {
		return this.position;
	}

	NodeStorage storage() {
		return this.storage;
	}

	NodeHealth health() {
		return this.health;
	}

	boolean up() {
		return this.up;
	}

	/** Notes whether it answered when it was last asked. */
	void up(boolean answered) {
		if (this.up != answered) {
			this.up = answered;
		}
	}

	/**
	 * Lets the node connect and load its client before it is used. Nobody waits, and only
	 * {@link #up()} tells of the answer.
	 */
	void warmUp() {
		send(new NodeCommand.Ping()).whenComplete((answer, failure) -> up(Failures.answered(failure)));
	}

	/** Sends a command, under an ownership that the node is told of first. */
	<R> CompletableFuture<R> send(NodeCommand<R> command, @Nullable Fence fence) {
		CompletableFuture<Boolean> told = (fence != null) ? tell(fence) : null;
		return (told != null) ? told.thenCompose((answer) -> send(command)) : send(command);
	}

	/**
	 * Tells the node of an ownership.
	 * @return the answer, or {@code null} if the node has been told before
	 */
	@Nullable CompletableFuture<Boolean> tell(Fence fence) {
		return this.fences.ensure(fence, (epoch) -> send(new NodeCommand.RaiseFence(epoch)));
	}

	private <R> CompletableFuture<R> send(NodeCommand<R> command) {
		try {
			return this.storage.execute(command).toCompletableFuture();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public String toString() {
		return id();
	}

}
