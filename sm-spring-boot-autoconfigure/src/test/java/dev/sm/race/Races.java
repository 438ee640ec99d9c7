package dev.sm.race;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs a few threads in schedules that a model checker chooses: it switches between them
 * at accesses to what they share, in every way that it has not tried yet, up to
 * {@code -Dsm.test.race.schedules=N} of them (150). It assumes that memory is
 * sequentially consistent.
 */
public final class Races {

	private static final Logger logger = LoggerFactory.getLogger(Races.class);

	private static final int SCHEDULES = Integer.getInteger("sm.test.race.schedules", 150);

	/** Enough to find what is planted. */
	private static final int PLANTED = Math.max(SCHEDULES, 5_000);

	private Races() {
	}

	/**
	 * Fails if there is a schedule in which a scenario fails.
	 * @param name what is tried
	 * @param scenario makes what is shared, runs its threads, and checks what came out
	 */
	public static void holds(String name, Runnable scenario) {
		AtomicInteger tried = new AtomicInteger();
		long begun = System.nanoTime();
		Lincheck.runConcurrentTest(SCHEDULES, counted(scenario, tried));
		logger.info("{}: holds in {} schedules, {} ms", name, tried, (System.nanoTime() - begun) / 1_000_000);
	}

	/**
	 * Fails unless there is a schedule in which a scenario fails.
	 * @param name what is tried
	 * @param scenario the same as for {@link #holds}, with a fault planted
	 */
	public static void breaks(String name, Runnable scenario) {
		AtomicInteger tried = new AtomicInteger();
		assertThatExceptionOfType(LincheckAssertionError.class)
			.isThrownBy(() -> Lincheck.runConcurrentTest(PLANTED, counted(scenario, tried)));
		logger.info("{}: breaks, found after {} schedules at most", name, tried);
	}

	private static Runnable counted(Runnable scenario, AtomicInteger tried) {
		return () -> {
			tried.incrementAndGet();
			scenario.run();
		};
	}

	/**
	 * Fails unless a condition holds; other assertions cannot be run by the checker.
	 * @param condition the condition
	 * @param what what does not hold otherwise
	 */
	public static void require(boolean condition, String what) {
		if (!condition) {
			throw new AssertionError("not so: " + what);
		}
	}

	/**
	 * Runs threads until they have ended.
	 * @param parts what each does
	 */
	public static void atOnce(Runnable... parts) {
		AtomicReferenceArray<Throwable> failures = new AtomicReferenceArray<>(parts.length);
		Thread[] threads = new Thread[parts.length];
		for (int i = 0; i < parts.length; i++) {
			int index = i;
			threads[i] = new Thread(() -> {
				try {
					parts[index].run();
				}
				catch (Throwable ex) {
					failures.set(index, ex);
				}
			});
		}
		for (Thread thread : threads) {
			thread.start();
		}
		for (int i = 0; i < parts.length; i++) {
			try {
				threads[i].join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			if (failures.get(i) != null) {
				throw new AssertionError(failures.get(i));
			}
		}
	}

}
