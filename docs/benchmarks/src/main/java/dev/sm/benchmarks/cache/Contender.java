package dev.sm.benchmarks.cache;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One way to read keys that are on three servers. Missing values are {@code null}.
 */
interface Contender extends AutoCloseable {

	String name();

	/** Waits for one value. */
	String get(String key);

	/** Does not wait for one value; not everybody can. */
	default CompletionStage<String> getLater(String key) {
		throw new UnsupportedOperationException(name());
	}

	default boolean hasLater() {
		return true;
	}

	/** Waits for many values, in the order of their keys or by them. */
	Object getMany(List<String> keys);

	/** How many of the values of {@link #getMany} are there. */
	int count(Object values);

	@Override
	void close();

}
