package dev.sm.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.cache.NearCaching.NearStorage;
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

	private final NodeStorage direct;

	private final @Nullable NearStorage near;

	private final RaisedFences fences = new RaisedFences();

	private final NodeHealth health;

	private final List<PoolNode> copies;

	private final AtomicInteger turn = new AtomicInteger();

	private volatile boolean up = true;

	PoolNode(NodeSettings settings, int position, NodeStorage storage, NodeHealth health) {
		this(settings, position, storage, health, List.of());
	}

	PoolNode(NodeSettings settings, int position, NodeStorage storage, NodeHealth health, List<PoolNode> copies) {
		this.copies = List.copyOf(copies);
		this.health = health;
		this.settings = settings;
		this.position = position;
		this.near = (storage instanceof NearStorage kept) ? kept : null;
		this.storage = storage;
		this.direct = (this.near != null) ? this.near.direct() : storage;
	}

	private PoolNode(PoolNode other, NearStorage near) {
		this.copies = other.copies;
		this.health = other.health;
		this.settings = other.settings;
		this.position = other.position;
		this.near = near;
		this.storage = near.through();
		this.direct = near.direct();
	}

	/**
	 * The same node, which answers from memory only what {@link #kept} is asked for. To
	 * be used in its place from the beginning.
	 */
	PoolNode asked() {
		return (this.near != null) ? new PoolNode(this, this.near) : this;
	}

	/**
	 * Looks into this instance's memory.
	 * @return the value of each key, or {@code null} for what is not there; empty if
	 * nothing is kept of this node
	 */
	List<byte @Nullable []> kept(List<byte[]> keys) {
		return (this.near != null) ? this.near.kept(keys) : List.of();
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

	/** Copies that reads go to; empty if they go to the node itself. */
	List<PoolNode> copies() {
		return this.copies;
	}

	/** The copy whose turn it is, if there are any. */
	@Nullable PoolNode copy() {
		return this.copies.isEmpty() ? null
				: this.copies.get(Math.floorMod(this.turn.getAndIncrement(), this.copies.size()));
	}

	void close() {
		this.copies.forEach(PoolNode::close);
		this.storage.close();
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
		this.copies.forEach(PoolNode::warmUp);
		send(this.storage, new NodeCommand.Ping()).whenComplete((answer, failure) -> up(Failures.answered(failure)));
	}

	/** Forgets what is kept of a key in this instance. */
	void forget(byte[] key) {
		if (this.near != null) {
			this.near.forget(key);
		}
	}

	/**
	 * Sends a command, under an ownership that the node is told of first. Whoever owns
	 * must not read what he has read before he did.
	 */
	<R> CompletableFuture<R> send(NodeCommand<R> command, @Nullable Fence fence) {
		if (fence == null) {
			return send(this.storage, command);
		}
		CompletableFuture<Boolean> told = tell(fence);
		return (told != null) ? told.thenCompose((answer) -> send(this.direct, command)) : send(this.direct, command);
	}

	/**
	 * Tells the node of an ownership.
	 * @return the answer, or {@code null} if the node has been told before
	 */
	@Nullable CompletableFuture<Boolean> tell(Fence fence) {
		return this.fences.ensure(fence, (epoch) -> send(this.storage, new NodeCommand.RaiseFence(epoch)));
	}

	private static <R> CompletableFuture<R> send(NodeStorage storage, NodeCommand<R> command) {
		try {
			return storage.execute(command).toCompletableFuture();
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
