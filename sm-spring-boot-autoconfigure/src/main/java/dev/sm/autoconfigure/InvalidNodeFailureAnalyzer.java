package dev.sm.autoconfigure;

import dev.sm.storage.InvalidNodeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains why a node cannot be made of its properties. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidNodeFailureAnalyzer extends AbstractFailureAnalyzer<InvalidNodeException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidNodeException cause) {
		String node = PoolPropertyChecks.PREFIX + "*.nodes." + cause.getNode();
		return new FailureAnalysis(InvalidPoolFailureAnalyzer.sentence(String.valueOf(cause.getMessage())), "Correct '"
				+ node
				+ ".url', or its user, password and SSL bundle. A URL looks like 'redis://host:6379', 'rediss://host:6379', "
				+ "'jdbc:mariadb://host/database', 'memory:NAME' or 'memory:'.", cause);
	}

}
