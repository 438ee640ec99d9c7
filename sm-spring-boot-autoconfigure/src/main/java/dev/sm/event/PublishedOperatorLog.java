package dev.sm.event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Logs what operators do and publishes it as an application event. Thread-safe.
 */
public final class PublishedOperatorLog implements OperatorLog {

	private static final Logger logger = LoggerFactory.getLogger(OperatorLog.class);

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates it.
	 * @param publisher publishes the events
	 */
	public PublishedOperatorLog(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void record(OperatorAction action) {
		logger.atLevel((action.outcome() == OperatorAction.Outcome.DONE) ? Level.INFO : Level.WARN)
			.log("Operator '{}' by {}: {} {}: {}{}", action.who(), action.where(), action.action(), action.details(),
					action.outcome(), action.reason().isEmpty() ? "" : ": " + action.reason());
		this.publisher.publishEvent(action);
	}

}
