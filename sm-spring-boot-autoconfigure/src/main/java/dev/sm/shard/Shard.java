package dev.sm.shard;

import org.jspecify.annotations.Nullable;

/**
 * A unit of ownership as this participant was given it, at one epoch. When a shard is
 * lost and won again, a new instance with a higher epoch stands for it; the old one stays
 * not held for ever. Implementations are thread-safe.
 */
public interface Shard {

	/**
	 * Identifies the shard within its service.
	 * @return the id
	 */
	String id();

	/**
	 * The service that the shard belongs to.
	 * @return the name of the service
	 */
	String service();

	/**
	 * What is to be done for this shard, as its spec says.
	 * @return the opaque payload of the spec, or {@code null}
	 */
	@Nullable String task();

	/**
	 * The fencing token of this ownership: larger than that of every earlier owner.
	 * @return the epoch; 0 while the shard is only prepared
	 */
	long epoch();

	/**
	 * Whether this participant holds the shard at this instant. A caller may be paused
	 * between asking and acting; what must not happen twice needs {@link #epoch()}
	 * checked where it takes effect.
	 * @return whether it is held
	 */
	boolean held();

	/**
	 * Does nothing if the shard is held.
	 * @throws ShardNotHeldException if it is not
	 */
	default void requireHeld() {
		if (!held()) {
			throw new ShardNotHeldException(service(), id(), epoch());
		}
	}

}
