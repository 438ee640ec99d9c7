package dev.sm.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves sm's auto-configurations out before their classes are read if {@code sm.enabled}
 * is {@code false}. Their conditions say the same where nobody asks filters.
 * {@link SmAutoConfiguration} itself stays and tells that, and refuses values that are no
 * booleans.
 */
final class SwitchedOffFilter implements AutoConfigurationImportFilter, EnvironmentAware, BeanFactoryAware {

	private static final String PACKAGE = SmAutoConfiguration.class.getPackageName() + ".";

	private @Nullable Environment environment;

	private @Nullable BeanFactory beanFactory;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
		boolean off = this.environment != null
				&& "false".equalsIgnoreCase(this.environment.getProperty(OnEnabledCondition.KEY));
		boolean[] matches = new boolean[classes.length];
		for (int i = 0; i < classes.length; i++) {
			String name = classes[i];
			matches[i] = !off || name == null || !isLeftOut(name);
			if (!matches[i] && this.beanFactory instanceof ConfigurableListableBeanFactory beans) {
				ConditionEvaluationReport.get(beans)
					.recordConditionEvaluation(name, new OnEnabledCondition(), outcome());
			}
		}
		return matches;
	}

	private static boolean isLeftOut(String name) {
		return name.startsWith(PACKAGE) && !name.equals(SmAutoConfiguration.class.getName());
	}

	private static ConditionOutcome outcome() {
		return ConditionOutcome.noMatch(ConditionMessage.of("'" + OnEnabledCondition.KEY + "' is false"));
	}

}
