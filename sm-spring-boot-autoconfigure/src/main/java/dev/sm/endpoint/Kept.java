package dev.sm.endpoint;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.sm.event.OperatorAction;
import dev.sm.event.OperatorAction.Outcome;
import dev.sm.event.OperatorLog;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Answers what operators ask for, and keeps what became of it. */
final class Kept {

	private Kept() {
	}

	static WebEndpointResponse<OperationResponseBody> answer(OperatorLog log, SecurityContext security, String endpoint,
			@Nullable String action, Map<String, @Nullable String> details, Supplier<OperationResponseBody> answer) {
		Map<String, String> given = new TreeMap<>();
		details.forEach((name, value) -> {
			if (value != null) {
				given.put(name, value);
			}
		});
		Outcome outcome = Outcome.FAILED;
		String reason = "";
		try {
			WebEndpointResponse<OperationResponseBody> answered = Answers.of(answer);
			outcome = outcome(answered.getStatus());
			if (answered.getBody() instanceof Answers.ErrorBody error) {
				reason = error.error();
			}
			return answered;
		}
		finally {
			log.record(new OperatorAction(OperatorLog.name(security.getPrincipal()), endpoint, String.valueOf(action),
					given, outcome, reason));
		}
	}

	private static Outcome outcome(int status) {
		if (status < WebEndpointResponse.STATUS_BAD_REQUEST) {
			return Outcome.DONE;
		}
		return (status < WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR) ? Outcome.REFUSED : Outcome.FAILED;
	}

}
