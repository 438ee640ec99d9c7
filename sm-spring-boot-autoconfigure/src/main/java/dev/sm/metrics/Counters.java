package dev.sm.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The counters of one kind in all registries that were bound, for what is rare.
 * Thread-safe.
 *
 * @param <K> what tells the counters apart
 */
final class Counters<K> {

	private final BiFunction<K, MeterRegistry, Counter> factory;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	Counters(BiFunction<K, MeterRegistry, Counter> factory) {
		this.factory = factory;
	}

	void add(MeterRegistry registry) {
		this.registries.add(registry);
	}

	void increment(K key) {
		this.registries.forEach((registry) -> this.factory.apply(key, registry).increment());
	}

}
