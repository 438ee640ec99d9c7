package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.sm.cache.ReplicaWorld.Plant;
import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeException;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.memory.MemoryNodeFactory;

/**
 * A node in memory behind a network: connections keep the order of commands and answers,
 * and are slow at times. The node hangs, is down, comes back with or without what it had;
 * connections break before a command has come, or before its answer has. A command that
 * nobody waits for any more may still be executed, until the next connection of the same
 * client begins.
 */
final class LossyNode {

	static final long TIMEOUT = 2_000_000_000L;

	/** After so long everybody has noticed that it answers again. */
	private static final long RECOVERY = 4_500_000_000L;

	private final String id;

	private final SimulatedTime time;

	private final Plant plant;

	private final Copied copied;

	private final List<Client> clients = new ArrayList<>();

	private NodeStorage storage;

	private boolean down;

	private long hangsUntil;

	private boolean losesAnswers;

	private long troubledUntil;

	/**
	 * Creates an empty node.
	 * @param copied is told of values that were copied here
	 */
	LossyNode(String id, SimulatedTime time, Plant plant, Copied copied) {
		this.copied = copied;
		this.id = id;
		this.time = time;
		this.plant = plant;
		this.storage = empty();
	}

	private NodeStorage empty() {
		return new MemoryNodeFactory(() -> this.time.now() / 1_000_000)
			.create(new NodeConfig(this.id, "memory:", null, null, Duration.ofSeconds(1), null));
	}

	String id() {
		return this.id;
	}

	/** What it has, seen by nobody. */
	byte[] value(byte[] key) {
		return this.storage.execute(NodeCommand.Get.of(key)).toCompletableFuture().join().get(0);
	}

	/** Whether whoever began something at a time has found nothing wrong with it. */
	boolean well(long since) {
		return this.troubledUntil + RECOVERY <= since;
	}

	private void troubled(long nanos) {
		this.troubledUntil = Math.max(this.troubledUntil, this.time.now() + nanos);
	}

	/** Nothing is executed for a time. */
	void hang(long nanos) {
		troubled(nanos);
		this.hangsUntil = this.time.now() + nanos;
	}

	/** Connections break in place of answers for a time. */
	void loseAnswers(long nanos) {
		troubled(nanos);
		this.losesAnswers = true;
		this.time.after(nanos, () -> this.losesAnswers = false);
	}

	void breakConnections() {
		troubled(0);
		this.clients.forEach(Client::breakLine);
	}

	/** Dies, and comes back. */
	void die(long nanos, boolean forgets) {
		troubled(nanos);
		this.down = true;
		breakConnections();
		this.time.after(nanos, () -> {
			this.down = false;
			if (forgets) {
				this.storage = empty();
			}
		});
	}

	/**
	 * A client.
	 * @param receiver runs what takes an answer
	 */
	NodeStorage client(Consumer<Runnable> receiver) {
		Client client = new Client(receiver);
		this.clients.add(client);
		return client;
	}

	@SuppressWarnings("unchecked")
	private <R> R execute(NodeCommand<R> command) {
		if (command instanceof NodeCommand.PutIfAbsent put && this.plant == Plant.REPAIR_STAYS) {
			return (R) now(
					new NodeCommand.PutIfAbsent(new KeyValue(put.entry().key(), put.entry().value()), null, null));
		}
		if (command instanceof NodeCommand.Delete delete && this.plant == Plant.DELETE_DOES_NOTHING
				&& this.time.chance(0.05)) {
			return (R) Long.valueOf(delete.keys().size());
		}
		return now(command);
	}

	private <R> R now(NodeCommand<R> command) {
		return this.storage.execute(command).toCompletableFuture().join();
	}

	private final class Client implements NodeStorage {

		private final Consumer<Runnable> receiver;

		private final List<Call<?>> waiting = new ArrayList<>();

		private Line line;

		private boolean connecting;

		private Client(Consumer<Runnable> receiver) {
			this.receiver = receiver;
		}

		@Override
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			Call<R> call = new Call<>(command, this.receiver, LossyNode.this.time.now());
			LossyNode.this.time.after(TIMEOUT, () -> call.fail(new TimeoutException()));
			if (this.line != null && !this.line.broken) {
				this.line.send(call);
			}
			else {
				this.waiting.add(call);
				connect();
			}
			return call.answer;
		}

		private void connect() {
			if (this.connecting) {
				return;
			}
			this.connecting = true;
			SimulatedTime time = LossyNode.this.time;
			time.after(time.between(100_000, 2_000_000), () -> {
				this.connecting = false;
				List<Call<?>> sending = new ArrayList<>(this.waiting);
				this.waiting.clear();
				if (LossyNode.this.down) {
					sending.forEach((call) -> call.fail(null));
					return;
				}
				if (this.line != null && LossyNode.this.plant != Plant.OLD_LINES_LIVE) {
					this.line.ended = true;
				}
				this.line = new Line();
				sending.forEach(this.line::send);
			});
		}

		private void breakLine() {
			if (this.line != null) {
				this.line.breaks();
			}
		}

		@Override
		public Object nativeOperations() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

	private final class Line {

		private final Queue<Call<?>> sent = new ArrayDeque<>();

		private final List<Call<?>> open = new ArrayList<>();

		private long arrives;

		private long answers;

		private boolean broken;

		private boolean ended;

		private void send(Call<?> call) {
			SimulatedTime time = LossyNode.this.time;
			this.sent.add(call);
			this.open.add(call);
			this.arrives = Math.max(this.arrives, time.now() + time.delay());
			time.after(this.arrives - time.now(), this::deliver);
		}

		private void deliver() {
			LossyNode node = LossyNode.this;
			if (this.ended) {
				return;
			}
			if (node.down) {
				this.ended = true;
				breaks();
			}
			else if (node.time.now() < node.hangsUntil) {
				node.time.after(node.hangsUntil - node.time.now(), this::deliver);
			}
			else {
				deliver(this.sent.remove());
			}
		}

		private <R> void deliver(Call<R> call) {
			SimulatedTime time = LossyNode.this.time;
			R answer = null;
			Throwable failure = null;
			try {
				answer = LossyNode.this.execute(call.command);
				if (call.command instanceof NodeCommand.PutIfAbsent put && Boolean.TRUE.equals(answer)) {
					LossyNode.this.copied.here(put.entry(), call.sentAt);
				}
			}
			catch (CompletionException ex) {
				failure = ex.getCause();
			}
			catch (NodeException ex) {
				failure = ex;
			}
			if (LossyNode.this.losesAnswers && time.chance(0.3)) {
				breaks();
				return;
			}
			this.answers = Math.max(this.answers, time.now() + time.between(50_000, 1_000_000));
			R given = answer;
			Throwable failed = failure;
			time.after(this.answers - time.now(), () -> {
				if (!this.broken && this.open.remove(call)) {
					call.ended(given, failed);
				}
			});
		}

		private void breaks() {
			if (!this.broken) {
				this.broken = true;
				List<Call<?>> lost = List.copyOf(this.open);
				this.open.clear();
				SimulatedTime time = LossyNode.this.time;
				time.after(time.between(10_000, 500_000), () -> lost.forEach((call) -> call.fail(null)));
			}
		}

	}

	/** Is told of copies. */
	interface Copied {

		/**
		 * A value was copied to where none was.
		 * @param entry key and value
		 * @param sentAt when the copy was sent
		 */
		void here(KeyValue entry, long sentAt);

	}

	private static final class Call<R> {

		private final NodeCommand<R> command;

		private final CompletableFuture<R> answer = new CompletableFuture<>();

		private final Consumer<Runnable> receiver;

		private final long sentAt;

		private Call(NodeCommand<R> command, Consumer<Runnable> receiver, long sentAt) {
			this.sentAt = sentAt;
			this.command = command;
			this.receiver = receiver;
		}

		private void fail(Throwable cause) {
			ended(null, new NodeUnavailableException("it did not answer", cause));
		}

		private void ended(R given, Throwable failure) {
			this.receiver.accept(() -> {
				if (failure != null) {
					this.answer.completeExceptionally(failure);
				}
				else {
					this.answer.complete(given);
				}
			});
		}

	}

}
