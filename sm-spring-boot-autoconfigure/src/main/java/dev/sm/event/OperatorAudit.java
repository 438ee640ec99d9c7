package dev.sm.event;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * Makes audit events of type {@value #TYPE} of what operators do. Thread-safe.
 */
public final class OperatorAudit {

	/** The type of the audit events. */
	public static final String TYPE = "SM_OPERATION";

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates it.
	 * @param publisher publishes the audit events
	 */
	public OperatorAudit(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@EventListener
	void audit(OperatorAction action) {
		Map<String, Object> data = new LinkedHashMap<>(action.details());
		data.put("where", action.where());
		data.put("action", action.action());
		data.put("outcome", action.outcome().name());
		if (!action.reason().isEmpty()) {
			data.put("reason", action.reason());
		}
		this.publisher.publishEvent(new AuditApplicationEvent(new AuditEvent(action.who(), TYPE, data)));
	}

}
