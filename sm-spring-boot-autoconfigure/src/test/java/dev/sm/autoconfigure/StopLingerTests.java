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
		long begun = System.nanoTime();
		linger.requested();
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
		this.environment.setProperty("spring.lifecycle.timeout-per-shutdown-phase", "5s");
		assertThat(linger(Duration.ofSeconds(4)).bound()).isEqualTo(Duration.ofSeconds(4));
		assertThat(linger(Duration.ofSeconds(10)).bound()).isEqualTo(Duration.ofMillis(4500));
	}

	private StopLinger linger(Duration bound) {
		return new StopLinger(bound, this.environment);
	}

	private void stopped() {
		this.stopped.complete(null);
	}

}
