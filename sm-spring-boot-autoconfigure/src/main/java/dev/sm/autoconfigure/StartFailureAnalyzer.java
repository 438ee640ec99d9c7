package dev.sm.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains what the wiring itself refuses. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailureException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StartFailureException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
