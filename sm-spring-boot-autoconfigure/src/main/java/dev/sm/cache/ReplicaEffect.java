package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What one write has done. A node that refuses it has missed it only if another one may
 * have it: what all refuse was not written, and what they have is right. Thread-safe.
 */
final class ReplicaEffect {

	private final List<Consumer<OpenWrites.End>> refused = new ArrayList<>();

	private final boolean whole;

	private int open;

	private boolean made;

	/**
	 * Creates it.
	 * @param nodes how many nodes are told
	 * @param whole whether it is done wholly or not at all
	 */
	ReplicaEffect(int nodes, boolean whole) {
		this.open = nodes;
		this.whole = whole;
	}

	/**
	 * A node has done it, or not.
	 * @param failure why not, or {@code null}
	 * @param settle is told, once that is known, what the node has of it
	 */
	void ended(@Nullable Throwable failure, Consumer<OpenWrites.End> settle) {
		boolean stale = failure != null && Failures.outcome(failure) == CacheListener.Outcome.STALE_EPOCH;
		boolean refuses = failure != null && !stale && this.whole && Failures.refused(failure);
		List<Consumer<OpenWrites.End>> known = new ArrayList<>();
		boolean nothing;
		synchronized (this) {
			this.open--;
			this.made |= !stale && !refuses;
			if (refuses) {
				this.refused.add(settle);
			}
			nothing = !this.made;
			if (this.made || this.open == 0) {
				known.addAll(this.refused);
				this.refused.clear();
			}
		}
		if (!refuses) {
			settle.accept((failure == null || stale) ? OpenWrites.End.DONE : OpenWrites.End.MISSED);
		}
		known.forEach((each) -> each.accept(nothing ? OpenWrites.End.VOID : OpenWrites.End.MISSED));
	}

}
