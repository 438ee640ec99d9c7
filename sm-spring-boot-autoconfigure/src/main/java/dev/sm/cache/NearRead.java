package dev.sm.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A read some of whose values are in this instance's memory.
 *
 * @param values what is in memory, or {@code null} for what is not; empty if nothing is
 * kept
 * @param missing the keys that are not
 */
record NearRead(List<byte @Nullable []> values, List<byte[]> missing) {

	static NearRead of(List<byte[]> keys, List<byte @Nullable []> kept) {
		if (kept.isEmpty()) {
			return new NearRead(kept, keys);
		}
		List<byte[]> missing = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			if (kept.get(i) == null) {
				missing.add(keys.get(i));
			}
		}
		return new NearRead(kept, missing);
	}

	boolean isComplete() {
		return this.missing.isEmpty();
	}

	/** All values, once the missing ones are read. */
	CompletableFuture<List<byte @Nullable []>> with(CompletableFuture<List<byte @Nullable []>> read) {
		return (this.values.size() <= this.missing.size()) ? read : read.thenApply(this::merged);
	}

	private List<byte @Nullable []> merged(List<byte @Nullable []> read) {
		List<byte @Nullable []> all = new ArrayList<>(this.values);
		int next = 0;
		for (int i = 0; i < all.size(); i++) {
			if (all.get(i) == null) {
				all.set(i, read.get(next++));
			}
		}
		return all;
	}

}
