package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The beginning of an orderly stop: readiness goes down, and for a while everything goes
 * on, so that whoever looks at readiness sends nothing more when shards are handed off
 * and the web server closes.
 */
final class StopDelay extends UnpausedLifecycle {

	private final Duration delay;

	private final ApplicationContext context;

	StopDelay(Duration delay, ApplicationContext context) {
		this.delay = delay;
		this.context = context;
		Duration limit = phaseLimit(context.getEnvironment());
		if (delay.compareTo(limit) >= 0) {
			throw InvalidPropertyException.of("sm.participant.stop-delay", PropertyChecks.text(delay), "less than "
					+ PropertyChecks.text(limit) + ", which is 'spring.lifecycle.timeout-per-shutdown-phase'");
		}
	}

	/** How long Spring lets the beans of one phase take to stop. */
	static Duration phaseLimit(Environment environment) {
		return Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		if (this.delay.isZero()) {
			callback.run();
			return;
		}
		CompletableFuture.delayedExecutor(this.delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
			.execute(callback);
	}

	/**
	 * A context with a web server has said so already, to the same effect.
	 */
	@Override
	public void stop() {
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		super.stop();
	}

}
