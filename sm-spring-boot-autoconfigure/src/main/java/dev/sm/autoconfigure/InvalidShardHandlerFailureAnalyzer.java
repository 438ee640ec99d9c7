package dev.sm.autoconfigure;

import dev.sm.handler.InvalidShardHandlerException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains why a shard handler cannot be called. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidShardHandlerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidShardHandlerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidShardHandlerException cause) {
		String what = (cause.getMethod() != null) ? "method '" + cause.getMethod() + "' of " : "";
		return new FailureAnalysis(InvalidPoolFailureAnalyzer.sentence(String.valueOf(cause.getMessage())), "Change "
				+ what + "'" + cause.getHandlerType().getName()
				+ "': one method at most for each of @OnShardPrepare, @OnShardAdd, @OnShardDrop and @OnShardLoad, "
				+ "not private, taking a Shard, its id as a String, or nothing.", cause);
	}

}
