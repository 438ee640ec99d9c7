package dev.sm.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.DynamicTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives targets inputs that are mutated from their corpus, the same for the same seed.
 * {@code -Dsm.test.fuzz.runs=N} gives each target N of them, and
 * {@code -Dsm.test.fuzz.seed=S} others; {@code -Dsm.test.fuzz.seconds=S} gives each
 * target as many as it takes in that time instead. A failing input is printed with its
 * seed.
 */
public final class Fuzzing {

	private static final Logger logger = LoggerFactory.getLogger(Fuzzing.class);

	private static final long RUNS = Long.getLong("sm.test.fuzz.runs", 2_000);

	private static final long SEED = Long.getLong("sm.test.fuzz.seed", 1);

	private static final long SECONDS = Long.getLong("sm.test.fuzz.seconds", 0);

	private static final int SHOWN = 400;

	private static final AtomicLong tried = new AtomicLong();

	static {
		if (RUNS > 2_000 || SECONDS > 0) {
			// who is given millions of inputs must not write a line for each
			((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
			((ch.qos.logback.classic.Logger) logger).setLevel(Level.INFO);
		}
	}

	private Fuzzing() {
	}

	/**
	 * A test for each target.
	 * @param targets the targets
	 * @return the tests
	 */
	public static Stream<DynamicTest> tests(List<FuzzTarget> targets) {
		return tests(targets, 1);
	}

	/**
	 * A test for each of some slow targets.
	 * @param targets the targets
	 * @param part what part of the inputs they are given: one of so many
	 * @return the tests
	 */
	public static Stream<DynamicTest> tests(List<FuzzTarget> targets, int part) {
		return targets.stream().map((target) -> DynamicTest.dynamicTest(target.name(), () -> run(target, RUNS / part)));
	}

	private static void run(FuzzTarget target, long runs) {
		for (byte[] input : target.corpus()) {
			give(target, input, -1);
		}
		Mutations mutations = new Mutations(new Random(SEED * 31 + target.name().hashCode()), target.corpus());
		long begun = System.nanoTime();
		long slowest = 0;
		long end = begun + Duration.ofSeconds(SECONDS).toNanos();
		long run = 0;
		for (long start = begun; (SECONDS > 0) ? start - end < 0 : run < runs; run++) {
			byte[] input = mutations.next();
			start = System.nanoTime();
			give(target, input, run);
			slowest = Math.max(slowest, System.nanoTime() - start);
		}
		logger.info("{}: {} inputs of seed {} in {} ms, the slowest took {} ms; {} in this process so far",
				target.name(), run, SEED, (System.nanoTime() - begun) / 1_000_000, slowest / 1_000_000,
				tried.addAndGet(run));
	}

	private static void give(FuzzTarget target, byte[] input, long run) {
		try {
			target.run(input);
		}
		catch (Throwable ex) {
			throw new AssertionError(
					"'" + target.name() + "', seed " + SEED + ", run " + run + ": " + ex + " for " + shown(input), ex);
		}
	}

	private static String shown(byte[] input) {
		StringBuilder text = new StringBuilder("\"");
		for (char ch : new String(input, StandardCharsets.ISO_8859_1).toCharArray()) {
			text.append((ch >= 0x20 && ch < 0x7f && ch != '"' && ch != '\\') ? String.valueOf(ch)
					: String.format("\\x%02x", (int) ch));
			if (text.length() > SHOWN) {
				return text + "...\" (" + input.length + " bytes)";
			}
		}
		return text.append('"').toString();
	}

}
