package dev.sm.manager;

import java.util.function.LongSupplier;

import dev.sm.membership.Incarnation;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

/**
 * A shard at one epoch as this participant was given it. Once {@linkplain #release()
 * released} it is never held again. Thread-safe.
 */
final class OwnedShard implements Shard {

	private final String service;

	private final String id;

	private final long epoch;

	private final LongSupplier clock;

	private final @Nullable Incarnation incarnation;

	private volatile @Nullable String task;

	private volatile boolean owned;

	/**
	 * Creates a shard.
	 * @param incarnation the life that bounds it, or {@code null} if it outlives its
	 * session
	 * @param epoch its epoch; 0 to prepare it only
	 */
	OwnedShard(String service, String id, @Nullable String task, long epoch, LongSupplier clock,
			@Nullable Incarnation incarnation) {
		this.service = service;
		this.id = id;
		this.task = task;
		this.epoch = epoch;
		this.clock = clock;
		this.incarnation = incarnation;
		this.owned = epoch > 0;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String service() {
		return this.service;
	}

	@Override
	public @Nullable String task() {
		return this.task;
	}

	@Override
	public long epoch() {
		return this.epoch;
	}

	@Override
	public boolean held() {
		return this.owned && (this.incarnation == null || this.incarnation.validAt(this.clock.getAsLong()));
	}

	boolean owned() {
		return this.owned;
	}

	void release() {
		this.owned = false;
	}

	void task(@Nullable String task) {
		this.task = task;
	}

	@Override
	public String toString() {
		return this.service + "/" + this.id + "@" + this.epoch;
	}

}
