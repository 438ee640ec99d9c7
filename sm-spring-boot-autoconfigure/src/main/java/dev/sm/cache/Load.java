package dev.sm.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A load that is under way. Completes with the encoded value, of which everybody who
 * waits decodes a copy of his own, or with {@code null} if the loader made none.
 */
final class Load extends CompletableFuture<byte @Nullable []> implements Deadlines.Expiring {

	private final Loads loads;

	private final Loads.Key key;

	private volatile long deadline;

	private final @Nullable Thread owner;

	Load(Loads loads, Loads.Key key, long deadline, @Nullable Thread owner) {
		this.loads = loads;
		this.key = key;
		this.deadline = deadline;
		this.owner = owner;
	}

	/** Whoever waits on the thread that loads waits for itself. */
	boolean ownedBy(Thread thread) {
		return this.owner == thread;
	}

	/** From now on it has until then. */
	void until(long end) {
		this.deadline = end;
	}

	void loaded(byte @Nullable [] value) {
		this.loads.remove(this.key, this);
		complete(value);
	}

	void failed(Throwable failure) {
		this.loads.remove(this.key, this);
		completeExceptionally(failure);
	}

	@Override
	public long deadline() {
		return this.deadline;
	}

	@Override
	public void expire() {
		failed(this.loads.tooSlow(this.key));
	}

}
