package dev.sm.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads where pools stand from the store when an application starts, and writes the
 * weights and the placement that are configured the first time. Tries again while the
 * store does not answer, until the start has taken too long.
 */
final class PhaseDriver {

	private static final Logger logger = LoggerFactory.getLogger(PhaseDriver.class);

	private static final long PAUSE = 200_000_000;

	private final CoordinationStore store;

	private final String prefix;

	private final Duration timeout;

	private final long deadline;

	PhaseDriver(CoordinationStore store, String prefix, Duration timeout) {
		this.store = store;
		this.prefix = prefix;
		this.timeout = timeout;
		this.deadline = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * The phase that a pool starts in.
	 * @throws InvalidPoolException if what is stored forbids the start
	 * @throws CoordinationException if the store did not answer in time
	 */
	Start phase(PoolSettings settings) {
		PoolNames names = PoolNames.of(this.prefix, settings.name());
		Entry entry = stored(settings, names);
		Phase phase = parse(settings.name(), entry, PhaseDocument::parse, "phase");
		if (phase.step() == Phase.Step.STABLE) {
			WeightsDecision.of(settings, phase.to()).warnings().forEach(logger::warn);
		}
		else {
			WeightsDecision.refuseMissing(settings, phase.from());
			WeightsDecision.refuseMissing(settings, phase.to());
		}
		checkPlacement(settings, names);
		return new Start(phase, entry.revision());
	}

	private void checkPlacement(PoolSettings settings, PoolNames names) {
		String configured = PlacementDocument.format(settings,
				settings.nodes().stream().map(NodeSettings::id).toList());
		Entry stored = repeat(settings.name(), () -> {
			Entry entry = await(this.store.get(names.placement()));
			if (entry == null) {
				await(this.store.commit(
						Transaction.builder().ifAbsent(names.placement()).put(names.placement(), configured).build()));
			}
			return entry;
		});
		List<String> differences = PlacementDocument.differences(stored.value(), configured);
		if (!differences.isEmpty()) {
			throw new InvalidPoolException(settings.name(),
					"places keys in another way than its nodes were filled: " + String.join("; ", differences)
							+ ". Configure it as it was; what is stored is at '" + names.placement() + "'");
		}
	}

	private static <T> T parse(String pool, Entry entry, Function<String, T> parser, String what) {
		try {
			return parser.apply(entry.value());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPoolException(pool,
					"the " + what + " stored as '" + entry.key() + "' cannot be read: " + ex.getMessage());
		}
	}

	/** Whoever is first writes; everybody reads what was written. */
	private Entry stored(PoolSettings settings, PoolNames names) {
		return repeat(settings.name(), () -> {
			Entry phase = await(this.store.get(names.phase()));
			if (phase != null) {
				return phase;
			}
			Entry weights = await(this.store.get(names.weights()));
			Map<String, Integer> first = (weights != null)
					? parse(settings.name(), weights, WeightsDocument::parse, "weights")
					: WeightsDecision.configured(settings);
			Transaction.Builder transaction = Transaction.builder()
				.ifAbsent(names.phase())
				.ifUnchanged(names.weights(), (weights != null) ? weights.revision() : 0)
				.put(names.phase(), PhaseDocument.format(Phase.stable(Phase.FIRST, first)));
			if (weights == null) {
				transaction.put(names.weights(), WeightsDocument.format(first));
			}
			await(this.store.commit(transaction.build()));
			return null;
		});
	}

	private Entry repeat(String pool, Attempt attempt) {
		Throwable last = null;
		while (true) {
			try {
				Entry entry = attempt.read();
				if (entry != null) {
					return entry;
				}
				last = null;
			}
			catch (ExecutionException ex) {
				last = ex.getCause();
			}
			catch (TimeoutException ex) {
				throw unanswered(pool, last);
			}
			pause(pool, last);
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

	/**
	 * Where a pool starts.
	 *
	 * @param phase the phase
	 * @param revision the revision of its document
	 */
	record Start(Phase phase, long revision) {

	}

	/** Reads something, and writes it if it is not there. */
	private interface Attempt {

		@Nullable Entry read() throws ExecutionException, TimeoutException;

	}

}
