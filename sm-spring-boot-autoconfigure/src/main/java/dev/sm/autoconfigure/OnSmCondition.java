package dev.sm.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if {@link SmAutoConfiguration} took effect. Asks for the one definition that it
 * registers by name, since a question for a type looks at all beans, each time.
 */
final class OnSmCondition extends SpringBootCondition implements ConfigurationCondition {

	/** The name that Boot gives to the bean of {@link SmProperties}. */
	static final String PROPERTIES = "sm-" + SmProperties.class.getName();

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean present = context.getRegistry().containsBeanDefinition(PROPERTIES);
		return new ConditionOutcome(present, ConditionMessage.forCondition(ConditionalOnSm.class)
			.because("SmAutoConfiguration took " + (present ? "effect" : "no effect")));
	}

}
