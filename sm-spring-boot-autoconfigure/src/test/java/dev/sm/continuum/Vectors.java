package dev.sm.continuum;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What other programs answered, and how to tell whether a continuum agrees.
 */
final class Vectors {

	private Vectors() {
	}

	/** The rows of a file of tab-separated values, without comments. */
	static List<String[]> rows(String file) {
		try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file);
				BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
			return reader.lines()
				.filter((line) -> !line.startsWith("#") && !line.isBlank())
				.map((line) -> line.split("\t"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ContinuumSpec equal(String algorithm, String... nodes) {
		ContinuumSpec spec = ContinuumSpec.of(algorithm);
		for (String node : nodes) {
			spec = spec.with(node, 1);
		}
		return spec;
	}

	/** How many of the keys numbered from 0 each node has. */
	static Map<String, Integer> counts(Continuum continuum, int keys, Function<Integer, String> key) {
		Map<String, Integer> counts = new HashMap<>();
		for (int i = 0; i < keys; i++) {
			counts.merge(continuum.nodeFor(key.apply(i)), 1, Integer::sum);
		}
		return counts;
	}

	/** The SHA-256 of the lines key, tab, node. */
	static String sha256(Continuum continuum, int keys, Function<Integer, String> key) {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < keys; i++) {
			lines.append(key.apply(i)).append('\t').append(continuum.nodeFor(key.apply(i))).append('\n');
		}
		return digest("SHA-256", lines.toString());
	}

	static String digest(String algorithm, String text) {
		try {
			byte[] digest = java.security.MessageDigest.getInstance(algorithm)
				.digest(text.getBytes(StandardCharsets.UTF_8));
			return java.util.HexFormat.of().formatHex(digest);
		}
		catch (java.security.NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What an explanation says of a key. */
	static String why(Continuum continuum, String key, String what) {
		return String.valueOf(continuum.explain(key).why().get(what));
	}

}
