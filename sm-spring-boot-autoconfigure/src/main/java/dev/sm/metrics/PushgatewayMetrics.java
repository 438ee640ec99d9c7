package dev.sm.metrics;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.sm.pushgateway.PushgatewayStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the access layer in front of Pushgateways: {@code sm.pushgateway.members}
 * (gateways that take groups), {@code sm.pushgateway.duplicates} and
 * {@code sm.pushgateway.misplaced} (groups, as the instance that cleans up saw them last)
 * and {@code sm.pushgateway.removed} (copies that this instance has removed).
 */
public final class PushgatewayMetrics implements MeterBinder {

	private static final String PREFIX = "sm.pushgateway.";

	private final Supplier<PushgatewayStatus> status;

	/**
	 * Creates the meters.
	 * @param status how the gateways stand
	 */
	public PushgatewayMetrics(Supplier<PushgatewayStatus> status) {
		this.status = status;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "members", "Gateways that take groups",
				(now) -> now.gateways().stream().filter((gateway) -> gateway.state().equals("member")).count());
		gauge(registry, "duplicates", "Groups that are at several gateways", PushgatewayStatus::duplicates);
		gauge(registry, "misplaced", "Groups that are not where they are pushed now", PushgatewayStatus::misplaced);
		FunctionCounter.builder(PREFIX + "removed", this.status, (supplier) -> supplier.get().removed())
			.description("Copies of groups that were removed")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description,
			ToDoubleFunction<PushgatewayStatus> value) {
		Gauge.builder(PREFIX + name, this.status, (supplier) -> value.applyAsDouble(supplier.get()))
			.description(description)
			.strongReference(true)
			.register(registry);
	}

}
