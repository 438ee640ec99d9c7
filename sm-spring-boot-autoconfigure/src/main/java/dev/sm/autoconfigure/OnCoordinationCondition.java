package dev.sm.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Matches if a kind of coordination store is to be used. Beans with connection details
 * are looked at, so that it is not known before these are registered.
 */
final class OnCoordinationCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		CoordinationType wanted = metadata.getAnnotations()
			.get(ConditionalOnCoordination.class)
			.getEnum("value", CoordinationType.class);
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "'beanFactory' must not be null");
		CoordinationChoice choice = CoordinationChoice.of(context.getEnvironment(), beanFactory);
		ConditionMessage message = ConditionMessage.forCondition(ConditionalOnCoordination.class)
			.because("coordination is " + CoordinationChoice.text(choice.type()) + ", since " + choice.reason());
		return new ConditionOutcome(choice.type() == wanted, message);
	}

}
