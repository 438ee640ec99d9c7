package dev.sm.coordination.consul;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import dev.sm.coordination.Session;
import org.jspecify.annotations.Nullable;

/**
 * A session and the check that it is bound to. Thread-safe.
 */
final class ConsulSession implements Session {

	private final ConsulDriver driver;

	private final String id;

	private final @Nullable String check;

	private final Duration ttl;

	ConsulSession(ConsulDriver driver, String id, @Nullable String check, Duration ttl) {
		this.driver = driver;
		this.id = id;
		this.check = check;
		this.ttl = ttl;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public Duration ttl() {
		return this.ttl;
	}

	@Nullable String check() {
		return this.check;
	}

	@Override
	public CompletionStage<Void> renew() {
		return this.driver.submit((calls) -> new ConsulSessions(this.driver).renew(calls, this));
	}

	@Override
	public CompletionStage<Void> close() {
		return this.driver.submit((calls) -> new ConsulSessions(this.driver).close(calls, this));
	}

	@Override
	public String toString() {
		return "session '" + this.id + "'";
	}

}
