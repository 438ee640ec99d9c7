package dev.sm.autoconfigure;

import dev.sm.handler.DuplicateShardHandlerException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains which handlers want the shards of one service. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DuplicateShardHandlerFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateShardHandlerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateShardHandlerException cause) {
		return new FailureAnalysis(
				"The service '" + cause.getService() + "' has more than one shard handler: "
						+ String.join(", ", cause.getHandlers()) + ".",
				"Keep one of these beans, or name another service in the @ShardHandler of the others.", cause);
	}

}
