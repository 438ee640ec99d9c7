package dev.sm.metrics;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The timers of one kind in all registries that were bound. A timer is looked up once per
 * key and registry. Thread-safe.
 *
 * @param <K> what tells the timers apart
 */
final class Registries<K> {

	private final BiFunction<K, MeterRegistry, Timer> factory;

	private final List<Bound<K>> all = new CopyOnWriteArrayList<>();

	Registries(BiFunction<K, MeterRegistry, Timer> factory) {
		this.factory = factory;
	}

	void add(MeterRegistry registry) {
		this.all.add(new Bound<>(registry, new ConcurrentHashMap<>()));
	}

	void record(K key, long nanos) {
		for (Bound<K> bound : this.all) {
			Timer timer = bound.timers.get(key);
			if (timer == null) {
				timer = bound.timers.computeIfAbsent(key, (any) -> this.factory.apply(any, bound.registry));
			}
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	private record Bound<K>(MeterRegistry registry, ConcurrentMap<K, Timer> timers) {

	}

}
