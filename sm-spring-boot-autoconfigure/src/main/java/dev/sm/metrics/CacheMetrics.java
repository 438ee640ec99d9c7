package dev.sm.metrics;

import java.util.Locale;

import dev.sm.cache.CacheListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Times the commands that pools send to their nodes, and counts what happens to nodes.
 * Records nothing before it is bound, so that pools can be made before there are
 * registries. Thread-safe.
 */
public class CacheMetrics implements CacheListener, MeterBinder {

	private final Registries<Command> timers = new Registries<>(CacheMetrics::timer);

	private final Counters<NodeEvent> events = new Counters<>(CacheMetrics::counter);

	@Override
	public void bindTo(MeterRegistry registry) {
		this.timers.add(registry);
		this.events.add(registry);
	}

	@Override
	public void onCommand(String pool, String node, String operation, Outcome outcome, long nanos) {
		this.timers.record(new Command(pool, node, operation, outcome), nanos);
	}

	@Override
	public void onEvent(String pool, String node, Event event) {
		this.events.increment(new NodeEvent(pool, node, event));
	}

	private static Counter counter(NodeEvent event, MeterRegistry registry) {
		return Counter.builder("sm.cache.node.events")
			.description("What happened to nodes, or was done because of it")
			.tag("pool", event.pool)
			.tag("node", event.node)
			.tag("event", event.event.name().toLowerCase(Locale.ROOT))
			.register(registry);
	}

	private static Timer timer(Command command, MeterRegistry registry) {
		return Timer.builder("sm.cache.operations")
			.description("Commands of pools to their nodes")
			.tag("pool", command.pool)
			.tag("node", command.node)
			.tag("operation", command.operation)
			.tag("outcome", command.outcome.name().toLowerCase(Locale.ROOT))
			.register(registry);
	}

	private record NodeEvent(String pool, String node, Event event) {

	}

	private record Command(String pool, String node, String operation, Outcome outcome) {

	}

}
