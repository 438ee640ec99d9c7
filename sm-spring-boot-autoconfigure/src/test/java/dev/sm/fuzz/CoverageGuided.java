package dev.sm.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * What Jazzer, a fuzzer that follows coverage, calls with each of its inputs. The
 * property {@code sm.test.fuzz.classes} names the test classes whose targets get them all
 * in turn, with commas between them.
 */
public final class CoverageGuided {

	private static final List<FuzzTarget> TARGETS = targets();

	private CoverageGuided() {
	}

	@SuppressWarnings("unchecked")
	private static List<FuzzTarget> targets() {
		List<FuzzTarget> targets = new ArrayList<>();
		for (String name : System.getProperty("sm.test.fuzz.classes", "").split(",", -1)) {
			try {
				targets.addAll((List<FuzzTarget>) Class.forName(name.strip()).getMethod("targets").invoke(null));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalArgumentException("'" + name + "' must be a class with targets", ex);
			}
		}
		return targets;
	}

	/**
	 * Gives one input to the target that its first byte chooses.
	 * @param input the input
	 * @throws Throwable what the target throws, unless it may
	 */
	public static void fuzzerTestOneInput(byte[] input) throws Throwable {
		if (input.length > 0) {
			byte[] rest = new byte[input.length - 1];
			System.arraycopy(input, 1, rest, 0, rest.length);
			TARGETS.get((input[0] & 0xff) % TARGETS.size()).run(rest);
		}
	}

}
