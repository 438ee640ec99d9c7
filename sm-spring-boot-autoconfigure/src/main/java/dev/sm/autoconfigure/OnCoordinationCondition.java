package dev.sm.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if a kind of coordination store is to be used. */
final class OnCoordinationCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		CoordinationType wanted = metadata.getAnnotations()
			.get(ConditionalOnCoordination.class)
			.getEnum("value", CoordinationType.class);
		CoordinationChoice choice = CoordinationChoice.of(context.getEnvironment());
		ConditionMessage message = ConditionMessage.forCondition(ConditionalOnCoordination.class)
			.because("coordination is " + CoordinationChoice.text(choice.type()) + ", since " + choice.reason());
		return new ConditionOutcome(choice.type() == wanted, message);
	}

}
