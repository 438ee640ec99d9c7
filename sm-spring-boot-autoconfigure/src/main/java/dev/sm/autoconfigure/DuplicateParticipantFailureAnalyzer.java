package dev.sm.autoconfigure;

import dev.sm.membership.DuplicateParticipantException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains that another live instance has the id of this one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DuplicateParticipantFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateParticipantException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateParticipantException cause) {
		return new FailureAnalysis(
				"Another live instance takes part in the service '" + cause.getService() + "' as '"
						+ cause.getParticipantId() + "'.",
				"Give every instance its own 'sm.participant.id', or remove it so that each instance makes one. "
						+ "If the other instance was killed, its session has not ended yet: "
						+ "start again after 'sm.coordination.session-ttl'.",
				cause);
	}

}
