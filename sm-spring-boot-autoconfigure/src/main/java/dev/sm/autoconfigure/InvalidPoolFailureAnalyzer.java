package dev.sm.autoconfigure;

import dev.sm.cache.InvalidPoolException;
import dev.sm.cache.MissingIndexException;
import dev.sm.cache.PoolWeightsChangedException;
import dev.sm.cache.UnknownAlgorithmException;
import dev.sm.cache.UnknownNodeSchemeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains why a pool cannot be made of its properties. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidPoolFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPoolException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPoolException cause) {
		return new FailureAnalysis(sentence(String.valueOf(cause.getMessage())), action(cause), cause);
	}

	private static String action(InvalidPoolException cause) {
		String pool = PoolPropertyChecks.PREFIX + cause.getPool();
		if (cause instanceof UnknownAlgorithmException unknown) {
			return "Set '" + pool + ".continuum' to " + nearest(unknown)
					+ ", or add a bean of type ContinuumAlgorithm named '" + unknown.getAlgorithm() + "'.";
		}
		if (cause instanceof UnknownNodeSchemeException unknown) {
			return "Set '" + pool + ".nodes." + unknown.getNode() + ".url' to a URL that starts with "
					+ String.join(": or ", unknown.getKnown()) + ":, or add a bean of type NodeFactory for '"
					+ unknown.getScheme() + "'.";
		}
		if (cause instanceof MissingIndexException missing) {
			return "Set '" + pool + ".nodes." + missing.getNode() + ".index' to the node's position: "
					+ "0 for the first, and every other node's to a different one.";
		}
		if (cause instanceof PoolWeightsChangedException) {
			return "Set the weights below '" + pool + ".nodes' to the stored ones, migrate the pool to the new ones, "
					+ "or set '" + pool + ".on-change' to keep.";
		}
		return "Correct the properties below '" + pool + "'.";
	}

	private static String nearest(UnknownAlgorithmException unknown) {
		return NearestName.of(unknown.getAlgorithm(), unknown.getKnown())
			.map((name) -> "'" + name + "', which is nearest")
			.orElse("an algorithm that exists");
	}

	static String sentence(String message) {
		String capitalised = Character.toUpperCase(message.charAt(0)) + message.substring(1);
		return capitalised.endsWith(".") ? capitalised : capitalised + ".";
	}

}
