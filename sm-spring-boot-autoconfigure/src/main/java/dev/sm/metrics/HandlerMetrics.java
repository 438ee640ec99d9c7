package dev.sm.metrics;

import java.util.Locale;

import dev.sm.manager.ShardCallback;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Times the calls of shard handlers, and tells those that failed. Records nothing before
 * it is bound, so that handlers can run before there are registries. Thread-safe.
 */
public class HandlerMetrics implements MeterBinder {

	private final Registries<Call> timers = new Registries<>(HandlerMetrics::timer);

	@Override
	public void bindTo(MeterRegistry registry) {
		this.timers.add(registry);
	}

	/**
	 * Times what a callback does.
	 * @param service the service that the callback is for
	 * @param callback the callback
	 * @return a callback that does the same, and is timed
	 */
	public ShardCallback timed(String service, ShardCallback callback) {
		return new TimedShardCallback(callback,
				(event, outcome, nanos) -> this.timers.record(new Call(service, event, outcome), nanos));
	}

	private static Timer timer(Call call, MeterRegistry registry) {
		return Timer.builder("sm.handler")
			.description("Calls of shard handlers")
			.tag("service", call.service)
			.tag("event", call.event)
			.tag("outcome", call.outcome.name().toLowerCase(Locale.ROOT))
			.register(registry);
	}

	private record Call(String service, String event, TimedShardCallback.Outcome outcome) {

	}

}
