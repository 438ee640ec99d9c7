package dev.sm.autoconfigure;

import dev.sm.coordination.CoordinationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains that the coordination store refused a request or did not answer it. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class CoordinationFailureAnalyzer extends AbstractFailureAnalyzer<CoordinationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CoordinationException cause) {
		return new FailureAnalysis("The coordination store could not be used: " + cause.getMessage(),
				"Check that the store runs and that 'sm.coordination' leads to it, or set "
						+ "'sm.coordination.start-timeout' to a longer time.",
				cause);
	}

}
