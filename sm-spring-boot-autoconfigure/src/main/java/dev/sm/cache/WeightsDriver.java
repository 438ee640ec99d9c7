package dev.sm.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the weights of pools from the store when an application starts, and writes them
 * the first time. Tries again while the store does not answer, until the start has taken
 * too long.
 */
final class WeightsDriver {

	private static final Logger logger = LoggerFactory.getLogger(WeightsDriver.class);

	private static final long PAUSE = 200_000_000;

	private final CoordinationStore store;

	private final String prefix;

	private final Duration timeout;

	private final long deadline;

	WeightsDriver(CoordinationStore store, String prefix, Duration timeout) {
		this.store = store;
		this.prefix = prefix;
		this.timeout = timeout;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * The weights that a pool starts with.
	 * @throws InvalidPoolException if the stored weights forbid the start
	 * @throws CoordinationException if the store did not answer in time
	 */
	Map<String, Integer> weights(PoolSettings settings) {
		String key = Keys.child(Keys.child(Keys.child(this.prefix, "pools"), settings.name()), "weights");
		String stored = stored(settings, key);
		WeightsDecision decision = WeightsDecision.of(settings, parse(settings.name(), key, stored));
		decision.warnings().forEach(logger::warn);
		return decision.weights();
	}

	private static Map<String, Integer> parse(String pool, String key, String text) {
		try {
			return WeightsDocument.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPoolException(pool,
					"the weights stored as '" + key + "' cannot be read: " + ex.getMessage());
		}
	}

	private String stored(PoolSettings settings, String key) {
		String configured = WeightsDocument.format(WeightsDecision.configured(settings));
		Throwable last = null;
		while (true) {
			try {
				Entry entry = await(this.store.get(key));
				if (entry != null) {
					return entry.value();
				}
				// whoever is first writes; everybody reads what was written
				await(this.store.commit(Transaction.builder().ifAbsent(key).put(key, configured).build()));
				last = null;
			}
			catch (ExecutionException ex) {
				last = ex.getCause();
			}
			catch (TimeoutException ex) {
				throw unanswered(settings.name(), last);
			}
			pause(settings.name(), last);
		}
	}

	private <T> @Nullable T await(CompletionStage<T> stage) throws ExecutionException, TimeoutException {
		try {
			return stage.toCompletableFuture().get(left(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationException("the wait for the weights of pools was interrupted", ex);
		}
	}

	private void pause(String pool, @Nullable Throwable failure) {
		if (failure == null) {
			return;
		}
		if (left() <= PAUSE) {
			throw unanswered(pool, failure);
		}
		try {
			TimeUnit.NANOSECONDS.sleep(PAUSE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationException("the wait for the weights of pools was interrupted", ex);
		}
	}

	private long left() {
		return Math.max(0, this.deadline - System.nanoTime());
	}

	private CoordinationException unanswered(String pool, @Nullable Throwable failure) {
		return new CoordinationException("the store did not tell the weights of pool '" + pool + "' within "
				+ this.timeout.toMillis() + "ms" + ((failure != null) ? ": " + failure.getMessage() : ""), failure);
	}

}
