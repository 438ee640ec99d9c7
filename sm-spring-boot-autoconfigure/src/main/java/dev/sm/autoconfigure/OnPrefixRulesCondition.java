package dev.sm.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether there are rules that say which pool a key belongs to. */
final class OnPrefixRulesCondition extends SpringBootCondition {

	private static final Bindable<Map<String, Object>> RULES = Bindable.mapOf(String.class, Object.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean configured = Binder.get(context.getEnvironment()).bind("sm.cache.prefixes", RULES).isBound();
		return new ConditionOutcome(configured, ConditionMessage
			.of("rules below 'sm.cache.prefixes' are " + (configured ? "" : "not ") + "configured"));
	}

}
