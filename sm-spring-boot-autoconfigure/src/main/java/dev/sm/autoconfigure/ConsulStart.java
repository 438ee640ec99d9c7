package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.coordination.consul.ConsulCoordinationStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.ApplicationContext;

/**
 * Waits for Consul before the web server opens: from then on Spring Cloud Consul
 * registers the application, which fails the start at once where Consul is away.
 */
final class ConsulStart extends UnpausedLifecycle {

	/** Before the phases of Boot's web server. */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Logger logger = LoggerFactory.getLogger(ConsulStart.class);

	private static final Duration TOLD = Duration.ofSeconds(5);

	private static final Duration PAUSE = Duration.ofMillis(250);

	private final ConsulCoordinationStore store;

	private final CoordinationProperties coordination;

	private final ApplicationContext context;

	ConsulStart(ConsulCoordinationStore store, CoordinationProperties coordination, ApplicationContext context) {
		this.store = store;
		this.coordination = coordination;
		this.context = context;
	}

	@Override
	public void start() {
		super.start();
		long start = System.nanoTime();
		long told = start;
		Throwable failure = ask();
		while (failure != null) {
			long now = System.nanoTime();
			if (now - start > this.coordination.startTimeout().toNanos()) {
				throw new StoreNotReachedException(CoordinationChoice.of(this.context).reason(),
						this.coordination.startTimeout(), "", failure);
			}
			if (now - told > TOLD.toNanos()) {
				told = now;
				logger.warn("Still waiting for {}: {}", this.store, failure.getMessage());
			}
			failure = ask();
		}
	}

	private @Nullable Throwable ask() {
		try {
			this.store.get(this.coordination.prefix()).toCompletableFuture().get(10, TimeUnit.SECONDS);
			return null;
		}
		catch (ExecutionException ex) {
			pause();
			return ex.getCause();
		}
		catch (TimeoutException ex) {
			return ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while waiting for " + this.store, ex);
		}
	}

	private void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
