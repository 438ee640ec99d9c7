package dev.sm.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.sm.storage.Looked;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one load: what is asked of the node, and the loader.
 *
 * @param requests what is asked of the node
 * @param sender sends it
 * @param loader runs the loader, and completes with the encoded value, or {@code null}
 * @param settings how the pool loads
 * @param ttl how long a loaded value lives
 * @param later does something later
 * @param clock tells nanoseconds
 */
record LoadSteps(LoadRequests requests, Sender sender, Supplier<CompletableFuture<byte @Nullable []>> loader,
		LoadSettings settings, Duration ttl, Later later, LongSupplier clock) {

	private static final CompletableFuture<Boolean> NO = CompletableFuture.completedFuture(false);

	long now() {
		return this.clock.getAsLong();
	}

	CompletableFuture<byte @Nullable []> read() {
		return this.sender.send(this.requests.read());
	}

	CompletableFuture<Looked> look() {
		return this.sender.send(this.requests.look());
	}

	CompletableFuture<@Nullable LoadNote> note() {
		return this.sender.send(this.requests.note());
	}

	CompletableFuture<Boolean> claim() {
		return this.sender.send(this.requests.claim(this.settings.deadline()));
	}

	CompletableFuture<Boolean> nothing() {
		return (this.settings.negativeTtl() != null) ? this.sender.send(this.requests.nothing()) : NO;
	}

	/** Writes a value if the key is still absent. */
	CompletableFuture<Boolean> write(byte[] value, long took) {
		return noted(value, took).thenCompose((noted) -> this.sender.send(this.requests.writeIfAbsent(value, keep())));
	}

	/** Writes a value if the one that was seen is still there, or nothing is. */
	CompletableFuture<Boolean> replace(byte[] seen, byte @Nullable [] value, long took) {
		if (value == null) {
			return this.sender.send(this.requests.replace(seen, null, keep()));
		}
		return noted(value, took).thenCompose((noted) -> this.sender.send(this.requests.replace(seen, value, keep())))
			.thenCompose((replaced) -> replaced ? CompletableFuture.completedFuture(true)
					: this.sender.send(this.requests.writeIfAbsent(value, keep())));
	}

	/**
	 * The note comes first: a value without one would be kept, unnoticed, until it
	 * expires.
	 */
	private CompletableFuture<Boolean> noted(byte[] value, long took) {
		if (!this.settings.notes()) {
			return NO;
		}
		return this.sender.send(this.requests.writeNote(value, took, this.settings.staleTtl(), keep()));
	}

	private Duration keep() {
		return this.ttl.plus(this.settings.staleTtl());
	}

	/** Gives the lease back; if that fails it ends by itself. */
	CompletableFuture<Boolean> release() {
		return this.sender.send(this.requests.release()).exceptionally((failure) -> false);
	}

	/** Gives the lease back, and keeps in mind that there was nothing. */
	CompletableFuture<Boolean> releaseEmpty() {
		Duration negative = this.settings.negativeTtl();
		return (negative != null) ? this.sender.send(this.requests.remember(negative)).exceptionally((failure) -> false)
				: release();
	}

	/** Sends requests. */
	interface Sender {

		<R, T> CompletableFuture<T> send(Request<R, T> request);

	}

}
