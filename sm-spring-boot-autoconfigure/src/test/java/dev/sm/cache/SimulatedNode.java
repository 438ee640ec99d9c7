package dev.sm.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.ConnectionGuard;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;

/**
 * A node behind a network: a real node in memory, reached by named connections that keep
 * the order of commands, deliver them late at times, break, and are ended on request with
 * what has not arrived. A connection that broke may still deliver what was sent, until
 * the next one of the same client begins.
 */
final class SimulatedNode {

	private final String id;

	private final SimulatedTime time;

	private final NodeStorage storage;

	private final NodeFaults faults;

	private final Map<String, Connection> connections = new HashMap<>();

	SimulatedNode(String id, SimulatedTime time, NodeStorage storage, NodeFaults faults) {
		this.id = id;
		this.time = time;
		this.storage = storage;
		this.faults = faults;
	}

	NodeStorage storage() {
		return this.storage;
	}

	<R> R now(NodeCommand<R> command) {
		return this.storage.execute(command).toCompletableFuture().join();
	}

	/** Breaks the connection of a client. */
	void breakConnection(String name) {
		Connection connection = this.connections.get(name);
		if (connection != null) {
			connection.broken = true;
			connection.failAll();
		}
	}

	private long cutOff(MigrationCommand.CutOff cut) {
		long ended = 0;
		for (Connection connection : List.copyOf(this.connections.values())) {
			if (!cut.keep().contains(connection.name)) {
				connection.end();
				ended++;
			}
		}
		return ended;
	}

	@SuppressWarnings("unchecked")
	private <R> R execute(NodeCommand<R> command) {
		if (command instanceof MigrationCommand.CutOff cut) {
			return (R) (Long) (this.faults.noFence() ? 0 : cutOff(cut));
		}
		return this.faults.execute(this.storage, command);
	}

	Client client(ConnectionGuard guard, Receiver receiver) {
		return new Client(guard, receiver);
	}

	/** Whoever has asked for something. */
	interface Receiver {

		/**
		 * An answer has come.
		 * @param command what was asked
		 * @param answer takes the answer
		 */
		void receive(NodeCommand<?> command, Runnable answer);

	}

	/** One client's way to the node. */
	final class Client implements NodeStorage {

		private final ConnectionGuard guard;

		private final Receiver receiver;

		private final List<Pending<?>> waiting = new ArrayList<>();

		private Connection connection;

		private boolean connecting;

		private Client(ConnectionGuard guard, Receiver receiver) {
			this.guard = guard;
			this.receiver = receiver;
		}

		@Override
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			Pending<R> pending = new Pending<>(command, this.receiver);
			if (this.connection != null && !this.connection.broken) {
				this.connection.send(pending);
			}
			else {
				this.waiting.add(pending);
				connect();
			}
			return pending.answer;
		}

		/** As a real node: named, then the record is read, then the guard is asked. */
		private void connect() {
			if (this.connecting) {
				return;
			}
			this.connecting = true;
			SimulatedNode node = SimulatedNode.this;
			node.time.after(node.time.delay(), () -> {
				Connection previous = node.connections.get(this.guard.connectionName());
				if (previous != null) {
					previous.end();
				}
				Connection next = new Connection(this.guard.connectionName());
				node.connections.put(next.name, next);
				Optional<NodeRecord> record = now(new MigrationCommand.ReadRecord(this.guard.pool()));
				node.time.after(node.time.delay(), () -> this.guard.admit(record).whenComplete((admitted, refused) -> {
					this.connecting = false;
					List<Pending<?>> sending = new ArrayList<>(this.waiting);
					this.waiting.clear();
					if (refused != null || next.broken) {
						next.end();
						sending.forEach(Pending::fail);
						return;
					}
					this.connection = next;
					sending.forEach(next::send);
				}));
			});
		}

		@Override
		public Object nativeOperations() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

	private final class Connection {

		private final String name;

		private final List<Pending<?>> sent = new ArrayList<>();

		private long last;

		private boolean broken;

		private boolean ended;

		private Connection(String name) {
			this.name = name;
		}

		private void send(Pending<?> pending) {
			SimulatedTime time = SimulatedNode.this.time;
			this.sent.add(pending);
			this.last = Math.max(this.last, time.now() + time.delay());
			time.after(this.last - time.now(), () -> deliver(pending));
		}

		private <R> void deliver(Pending<R> pending) {
			if (this.ended) {
				return;
			}
			SimulatedTime time = SimulatedNode.this.time;
			try {
				R answer = SimulatedNode.this.execute(pending.command);
				time.after(time.between(50_000, 1_000_000), () -> answered(pending, answer, null));
			}
			catch (CompletionException ex) {
				time.after(time.between(50_000, 1_000_000), () -> answered(pending, null, ex.getCause()));
			}
			catch (NodeException ex) {
				time.after(time.between(50_000, 1_000_000), () -> answered(pending, null, ex));
			}
		}

		private <R> void answered(Pending<R> pending, R answer, Throwable failure) {
			if (this.broken || !this.sent.remove(pending)) {
				return;
			}
			pending.receiver.receive(pending.command, () -> {
				if (failure != null) {
					pending.answer.completeExceptionally(failure);
				}
				else {
					pending.answer.complete(answer);
				}
			});
		}

		private void end() {
			this.ended = true;
			this.broken = true;
			SimulatedNode.this.connections.remove(this.name, this);
			SimulatedNode.this.time.after(SimulatedNode.this.time.delay(), this::failAll);
		}

		private void failAll() {
			List<Pending<?>> lost = List.copyOf(this.sent);
			this.sent.clear();
			lost.forEach(Pending::fail);
		}

	}

	private static final class Pending<R> {

		private final NodeCommand<R> command;

		private final CompletableFuture<R> answer = new CompletableFuture<>();

		private final Receiver receiver;

		private Pending(NodeCommand<R> command, Receiver receiver) {
			this.command = command;
			this.receiver = receiver;
		}

		private void fail() {
			this.receiver.receive(this.command, () -> this.answer
				.completeExceptionally(new NodeUnavailableException("the connection was lost", null)));
		}

	}

	@Override
	public String toString() {
		return this.id;
	}

}
