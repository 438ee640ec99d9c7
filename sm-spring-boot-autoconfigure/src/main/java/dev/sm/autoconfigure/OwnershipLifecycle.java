package dev.sm.autoconfigure;

import java.time.Duration;

import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.ShardManagerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Environment;

/**
 * Takes part in ownership while the web server is open: claims shards after its port is,
 * so that requests for them find it, and hands them off before it closes.
 */
final class OwnershipLifecycle extends UnpausedLifecycle implements SmartInitializingSingleton {

	/**
	 * After the phases of Boot's web server, which are 1024 and 2048 below the default:
	 * phases start upwards and stop downwards. Before beans of the default phase, which
	 * may serve shards until they have stopped.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	private static final Logger logger = LoggerFactory.getLogger(OwnershipLifecycle.class);

	private final OwnershipDriver driver;

	private final SmProperties properties;

	private final ShardCallbacks callbacks;

	private final ConfigurableApplicationContext context;

	OwnershipLifecycle(OwnershipDriver driver, SmProperties properties, ShardCallbacks callbacks,
			ConfigurableApplicationContext context) {
		this.driver = driver;
		this.properties = properties;
		this.callbacks = callbacks;
		this.context = context;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.callbacks.registerWith(this.driver);
		Environment environment = this.context.getEnvironment();
		if (Identity.isUnnamed(this.properties, environment)
				&& CoordinationChoice.of(this.context).type() != CoordinationType.LOCAL) {
			logger.warn(
					"Neither 'spring.application.name' nor 'sm.service' is set: the service is named '{}', as that "
							+ "of any other application without a name, and both would share one set of shards",
					Identity.service(this.properties, environment));
		}
	}

	@Override
	public void start() {
		super.start();
		this.driver
			.start(ParticipantAddress.of(this.properties.participant().address(), this.context.getEnvironment()));
		this.driver.exited().thenAccept(this::exit);
		awaitReady(this.properties.coordination().startTimeout());
	}

	private void awaitReady(Duration timeout) {
		try {
			this.driver.awaitReady(timeout);
		}
		catch (ShardManagerException ex) {
			throw new StoreNotReachedException(CoordinationChoice.of(this.context).reason(), timeout,
					StoreAddresses.look(this.context), ex);
		}
	}

	/** Not on the calling thread, so that the phase's time limit holds. */
	@Override
	public void stop(Runnable callback) {
		Thread thread = new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "sm-stop");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void stop() {
		this.driver.stop(budget(this.context.getEnvironment()));
		super.stop();
	}

	/** What a phase's time limit leaves, so that what it does ends in good order. */
	static Duration budget(Environment environment) {
		Duration limit = StopDelay.phaseLimit(environment);
		Duration margin = limit.dividedBy(10);
		return limit.minus((margin.compareTo(Duration.ofSeconds(1)) < 0) ? margin : Duration.ofSeconds(1));
	}

	/** The instance has given up: a drop hangs, and {@code hung-drop} is {@code exit}. */
	private void exit(String reason) {
		logger.error("The application ends: {}", reason);
		Thread thread = new Thread(() -> System.exit(SpringApplication.exit(this.context, () -> 1)), "sm-exit");
		thread.start();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
