package dev.sm.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long an instance stays that has handed off its shards.
 */
@Timeout(60)
class StopLingerTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@Test
	void doesNotWaitWhenNobodyHasAsked() {
		linger(Duration.ofSeconds(10)).stop(this::stopped);
		assertThat(this.stopped).isDone();
	}

	@Test
	void waitsUntilNobodyAsks() {
		StopLinger linger = linger(Duration.ofSeconds(10));
		linger.requested();
		long begun = System.nanoTime();
		linger.stop(this::stopped);
		this.stopped.join();
		assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(900).toNanos());
	}

	@Test
	void doesNotWaitForLongerThanItMay() {
		StopLinger linger = linger(Duration.ZERO);
		linger.requested();
		linger.stop(this::stopped);
		assertThat(this.stopped).isDone();
	}

	@Test
	void staysBetweenOwnershipAndTheWebServer() {
		assertThat(StopLinger.PHASE).isLessThan(OwnershipLifecycle.PHASE)
			.isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
	}

	@Test
	void endsBeforeSpringWouldCutIt() {
		this.environment.setProperty("spring.lifecycle.timeout-per-shutdown-phase", "100ms");
		StopLinger linger = linger(Duration.ofSeconds(10));
		linger.requested();
		long begun = System.nanoTime();
		linger.stop(this::stopped);
		linger.requested();
		this.stopped.join();
		assertThat(System.nanoTime() - begun).isLessThan(Duration.ofMillis(900).toNanos());
	}

	private StopLinger linger(Duration bound) {
		return new StopLinger(bound, this.environment);
	}

	private void stopped() {
		this.stopped.complete(null);
	}

}
