package dev.sm.benchmarks.continuum;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.sm.continuum.Continuum;
import dev.sm.continuum.ContinuumSpec;

/**
 * Prints where keys are placed: reads one a line, prints key, tab and node, so that the
 * answer can be compared with what another client does with the same keys.
 */
public final class PlaceKeys {

	static final String USAGE = "usage: PlaceKeys ALGORITHM [--hash=NAME] [--hash-tag=XY] NODE[=WEIGHT]... < keys";

	private PlaceKeys() {
	}

	public static void main(String[] arguments) throws IOException {
		try {
			run(List.of(arguments), System.in, new PrintStream(System.out, false, StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
	}

	/**
	 * Places keys.
	 * @param arguments algorithm, options, nodes in order
	 * @param in keys, UTF-8, one a line
	 * @param out gets a line for each key
	 * @throws IllegalArgumentException if the arguments do not make a continuum
	 */
	static void run(List<String> arguments, InputStream in, PrintStream out) throws IOException {
		Continuum continuum = Continuum.of(spec(arguments));
		BufferedReader keys = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
		for (String key = keys.readLine(); key != null; key = keys.readLine()) {
			out.println(key + "\t" + continuum.nodeFor(key));
		}
		out.flush();
	}

	private static ContinuumSpec spec(List<String> arguments) {
		if (arguments.isEmpty()) {
			throw new IllegalArgumentException(USAGE);
		}
		ContinuumSpec spec = ContinuumSpec.of(arguments.get(0));
		for (String argument : arguments.subList(1, arguments.size())) {
			if (argument.startsWith("--hash=")) {
				spec = spec.hash(argument.substring("--hash=".length()));
			}
			else if (argument.startsWith("--hash-tag=")) {
				spec = spec.hashTag(argument.substring("--hash-tag=".length()));
			}
			else {
				spec = node(spec, argument);
			}
		}
		return spec;
	}

	private static ContinuumSpec node(ContinuumSpec spec, String argument) {
		int equals = argument.lastIndexOf('=');
		if (equals < 0) {
			return spec.with(argument, 1);
		}
		String weight = argument.substring(equals + 1);
		if (argument.startsWith("--") || !weight.matches("[0-9]{1,7}")) {
			throw new IllegalArgumentException("'" + argument + "' must be a node and its weight. " + USAGE);
		}
		return spec.with(argument.substring(0, equals), Integer.parseInt(weight));
	}

}
