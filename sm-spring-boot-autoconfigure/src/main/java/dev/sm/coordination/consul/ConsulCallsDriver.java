package dev.sm.coordination.consul;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.sm.coordination.CoordinationException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/**
 * Asks on the calling thread, which an interrupt frees.
 */
final class ConsulCallsDriver implements ConsulCalls {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	private final ConsulDriver driver;

	private final ConsulApi api;

	private final Duration timeout;

	private final long start = System.nanoTime();

	private String lastFailure = "";

	ConsulCallsDriver(ConsulDriver driver, ConsulApi api, Duration timeout) {
		this.driver = driver;
		this.api = api;
		this.timeout = timeout;
	}

	@Override
	public ConsulAnswer ask(String name, boolean repeatable, Function<ConsulApi, ResponseEntity<byte[]>> request) {
		while (true) {
			if (this.driver.isClosed()) {
				throw this.driver.closedException();
			}
			if (left() <= 0) {
				throw new CoordinationException("Consul at " + this.driver.name() + " did not answer '" + name
						+ "' within " + this.timeout + this.lastFailure);
			}
			try {
				ConsulAnswer answer = ConsulAnswer.of(request.apply(this.api));
				if (!repeatable || !answer.isPassing() || !pause()) {
					return answer;
				}
			}
			catch (RestClientException ex) {
				failed(name, repeatable, ex);
			}
			catch (RejectedExecutionException ex) {
				throw this.driver.closedException();
			}
		}
	}

	private void failed(String name, boolean repeatable, RestClientException failure) {
		Throwable cause = (failure instanceof ResourceAccessException && failure.getCause() != null)
				? failure.getCause() : failure;
		boolean late = cause instanceof HttpTimeoutException || left() <= 0;
		if (late) {
			this.driver.silent();
		}
		this.lastFailure = ": " + explain(cause);
		boolean again = repeatable || cause instanceof ConnectException;
		if (late || !again || Thread.currentThread().isInterrupted() || !pause()) {
			String what = late ? "did not answer '" + name + "' within " + this.timeout : "failed '" + name + "'";
			throw new CoordinationException("Consul at " + this.driver.name() + " " + what + ": " + explain(cause),
					failure);
		}
	}

	private static String explain(Throwable cause) {
		if (cause instanceof ConnectException) {
			return "Connection refused or not possible";
		}
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
	}

	@Override
	public boolean pause() {
		if (left() <= 2 * PAUSE) {
			return false;
		}
		try {
			TimeUnit.NANOSECONDS.sleep(PAUSE);
			return !this.driver.isClosed();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private long left() {
		return this.timeout.toNanos() - (System.nanoTime() - this.start);
	}

	@Override
	public RuntimeException refused(String name, ConsulAnswer answer) {
		String what = answer.isDenied() ? "denied '" + name + "' to the token that is configured"
				: "refused '" + name + "'";
		return new CoordinationException("Consul at " + this.driver.name() + " " + what + ": " + answer.status()
				+ (answer.text().isEmpty() ? "" : " " + answer.text()));
	}

}
