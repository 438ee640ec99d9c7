package dev.sm.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * Commands of a pool as commands of the pool that stands in for its nodes: each key on
 * its own, under a name of its own, and with little time to live.
 *
 * @param target the pool that stands in
 * @param prefix what it puts before the pool's keys
 * @param ttl how long it keeps anything at most
 */
record GutterPool(Pool target, byte[] prefix, Duration ttl) {

	static GutterPool of(String pool, Pool target, Duration ttl) {
		String prefix = target.settings().keyPrefix() + pool + "/";
		return new GutterPool(target, prefix.getBytes(StandardCharsets.UTF_8), ttl);
	}

	/** Whether another node than the key's own can execute a command. */
	static boolean can(String verb, NodeCommand<?> command) {
		boolean decides = command instanceof NodeCommand.PutIfAbsent || command instanceof NodeCommand.Replace;
		return reads(command) || command instanceof NodeCommand.Put || command instanceof NodeCommand.Delete
				|| (decides && "getOrLoad".equals(verb));
	}

	static boolean reads(NodeCommand<?> command) {
		return command instanceof NodeCommand.Get || command instanceof NodeCommand.Look;
	}

	/** Executes a command that it {@linkplain #can can}. */
	@SuppressWarnings("unchecked")
	<R> CompletableFuture<R> execute(String verb, NodeCommand<R> command) {
		if (command instanceof NodeCommand.Get get) {
			return (CompletableFuture<R>) each(verb, get.keys(), (key) -> NodeCommand.Get.of(key),
					(answers) -> answers.stream().<byte @Nullable []>map((answer) -> answer.get(0)).toList());
		}
		if (command instanceof NodeCommand.Put put) {
			return (CompletableFuture<R>) put(verb, put);
		}
		if (command instanceof NodeCommand.Delete delete) {
			return (CompletableFuture<R>) delete(verb, delete.keys());
		}
		if (command instanceof NodeCommand.Look look) {
			return (CompletableFuture<R>) send(verb, new NodeCommand.Look(named(look.key())), named(look.key()));
		}
		if (command instanceof NodeCommand.PutIfAbsent put) {
			byte[] key = named(put.entry().key());
			return (CompletableFuture<R>) send(verb,
					new NodeCommand.PutIfAbsent(new KeyValue(key, put.entry().value()), capped(put.ttl()), null), key);
		}
		if (command instanceof NodeCommand.Replace replace) {
			byte[] key = named(replace.key());
			return (CompletableFuture<R>) send(verb, new NodeCommand.Replace(key, replace.expected(), replace.value(),
					(replace.value() != null) ? capped(replace.ttl()) : null, null), key);
		}
		throw new IllegalArgumentException("cannot execute " + command.getClass().getSimpleName());
	}

	/** Removes keys; answers how many existed. */
	CompletableFuture<Long> delete(String verb, List<byte[]> keys) {
		return each(verb, keys, (key) -> new NodeCommand.Delete(List.of(key), null),
				(answers) -> answers.stream().mapToLong(Long::longValue).sum());
	}

	private CompletableFuture<Boolean> put(String verb, NodeCommand.Put put) {
		List<CompletableFuture<Boolean>> sent = new ArrayList<>();
		for (KeyValue entry : put.entries()) {
			byte[] key = named(entry.key());
			sent.add(send(verb, new NodeCommand.Put(List.of(new KeyValue(key, entry.value())), capped(put.ttl()), null),
					key));
		}
		return all(sent).thenApply((answers) -> true);
	}

	private <R, T> CompletableFuture<T> each(String verb, List<byte[]> keys, Function<byte[], NodeCommand<R>> command,
			Function<List<R>, T> merge) {
		List<CompletableFuture<R>> sent = new ArrayList<>(keys.size());
		for (byte[] key : keys) {
			byte[] named = named(key);
			sent.add(send(verb, command.apply(named), named));
		}
		return all(sent).thenApply(merge);
	}

	private static <R> CompletableFuture<List<R>> all(List<CompletableFuture<R>> sent) {
		return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
			.thenApply((done) -> sent.stream().map(CompletableFuture::join).toList());
	}

	private <R> CompletableFuture<R> send(String verb, NodeCommand<R> command, byte[] named) {
		byte[] placed = this.target.keys().placed(named);
		return this.target.runner()
			.async(new Request<>(verb, new String(named, StandardCharsets.UTF_8), placed, null, command, null,
					Function.identity(), null));
	}

	private Duration capped(@Nullable Duration wanted) {
		return (wanted != null && wanted.compareTo(this.ttl) < 0) ? wanted : this.ttl;
	}

	private byte[] named(byte[] key) {
		byte[] all = new byte[this.prefix.length + key.length];
		System.arraycopy(this.prefix, 0, all, 0, this.prefix.length);
		System.arraycopy(key, 0, all, this.prefix.length, key.length);
		return all;
	}

}
