package dev.sm.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs the user's loader on an executor, and encodes what it made. For one load.
 *
 * @param <T> the type of the value
 */
final class Loader<T> implements Supplier<CompletableFuture<byte @Nullable []>> {

	private final Callable<? extends @Nullable T> loader;

	private final Function<T, byte[]> encode;

	private final Executor executor;

	private final Function<Throwable, RuntimeException> failed;

	private volatile @Nullable T value;

	private volatile byte @Nullable [] encoded;

	private volatile @Nullable Throwable failure;

	Loader(Callable<? extends @Nullable T> loader, Function<T, byte[]> encode, Executor executor,
			Function<Throwable, RuntimeException> failed) {
		this.loader = loader;
		this.encode = encode;
		this.executor = executor;
		this.failed = failed;
	}

	@Override
	public CompletableFuture<byte @Nullable []> get() {
		CompletableFuture<byte @Nullable []> loaded = new CompletableFuture<>();
		try {
			this.executor.execute(() -> run(loaded));
		}
		catch (RejectedExecutionException ex) {
			loaded.completeExceptionally(this.failed.apply(ex));
		}
		return loaded;
	}

	private void run(CompletableFuture<byte @Nullable []> loaded) {
		try {
			T made = this.loader.call();
			byte[] bytes = (made != null) ? this.encode.apply(made) : null;
			this.value = made;
			this.encoded = bytes;
			loaded.complete(bytes);
		}
		catch (Throwable ex) {
			this.failure = ex;
			loaded.completeExceptionally(this.failed.apply(ex));
		}
	}

	/** Whether these very bytes are what was made here. */
	boolean made(byte @Nullable [] bytes) {
		return bytes != null && bytes == this.encoded;
	}

	@Nullable T value() {
		return this.value;
	}

	/** What the loader threw, or {@code null}. */
	@Nullable Throwable failure() {
		return this.failure;
	}

}
