package dev.sm.membership;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.Watch;
import dev.sm.coordination.WatchEvent;
import dev.sm.coordination.WatchListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A random text that all instances with access to one key of the store share, and nobody
 * else: whoever comes first writes it, and writes another one if the store was wiped.
 * While the store is away, what was known last is kept. Thread-safe.
 */
public final class SharedSecretDriver implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SharedSecretDriver.class);

	private static final int BYTES = 32;

	private static final int MIN_LENGTH = 20;

	private static final long PAUSE = Duration.ofMillis(500).toNanos();

	private final CoordinationStore store;

	private final String key;

	private final LoopDriver loop = new LoopDriver("sm-secret");

	private final LoopDriver.WakeUp retry = this.loop.wakeUp(this::read);

	private volatile List<String> secrets = List.of();

	private @Nullable Watch watch;

	private boolean closed;

	/**
	 * Creates it; nothing is read before the {@linkplain #start() start}.
	 * @param store the coordination store
	 * @param key the key that the secret is kept under
	 */
	public SharedSecretDriver(CoordinationStore store, String key) {
		this.store = store;
		this.key = Keys.check(key);
	}

	/** Begins to read the secret, and to follow it. Returns at once. */
	public void start() {
		this.loop.execute(this::read);
	}

	/**
	 * The secret, and the one before it, which others may not have replaced yet.
	 * @return the latest first; empty while none is known
	 */
	public List<String> secrets() {
		return this.secrets;
	}

	private void read() {
		if (this.closed) {
			return;
		}
		this.store.get(this.key).whenComplete((entry, error) -> this.loop.execute(() -> {
			if (error != null) {
				again("cannot be read", error);
			}
			else if (entry == null || entry.value().length() < MIN_LENGTH) {
				write((entry != null) ? entry.revision() : 0);
			}
			else {
				take(entry);
				follow(entry.revision());
			}
		}));
	}

	private void write(long revision) {
		byte[] random = new byte[BYTES];
		new SecureRandom().nextBytes(random);
		String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
		this.store.commit(Transaction.builder().ifUnchanged(this.key, revision).put(this.key, secret).build())
			.whenComplete((result, error) -> this.loop.execute(() -> {
				if (error != null) {
					again("cannot be written", error);
				}
				else {
					read();
				}
			}));
	}

	private void again(String what, Throwable error) {
		logger.debug("The shared secret {} {}", this.key, what, error);
		this.retry.set(OptionalLong.of(this.loop.now() + PAUSE), PAUSE);
	}

	private void take(Entry entry) {
		List<String> before = this.secrets;
		if (before.isEmpty() || !before.get(0).equals(entry.value())) {
			this.secrets = before.isEmpty() ? List.of(entry.value()) : List.of(entry.value(), before.get(0));
		}
	}

	private void follow(long revision) {
		if (this.watch != null) {
			this.watch.close();
		}
		if (this.closed) {
			return;
		}
		this.watch = this.store.watch(this.key, revision, new WatchListener() {
			@Override
			public void onEvents(List<WatchEvent> events, long upTo) {
				SharedSecretDriver.this.loop.execute(() -> events.forEach(SharedSecretDriver.this::changed));
			}

			@Override
			public void onGap(String reason) {
				SharedSecretDriver.this.loop.execute(() -> SharedSecretDriver.this.retry
					.set(OptionalLong.of(SharedSecretDriver.this.loop.now()), PAUSE));
			}
		});
	}

	private void changed(WatchEvent event) {
		if (event.key().equals(this.key)) {
			if (event.entry() == null || event.entry().value().length() < MIN_LENGTH) {
				read();
			}
			else {
				take(event.entry());
			}
		}
	}

	@Override
	public void close() {
		this.loop.execute(() -> {
			this.closed = true;
			if (this.watch != null) {
				this.watch.close();
			}
		});
		this.loop.close(PAUSE);
	}

}
