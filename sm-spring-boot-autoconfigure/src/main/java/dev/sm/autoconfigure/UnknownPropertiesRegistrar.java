package dev.sm.autoconfigure;

import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;

/**
 * Registers nothing: checks the keys below {@code sm} before any bean is made of them.
 */
final class UnknownPropertiesRegistrar implements ImportBeanDefinitionRegistrar {

	UnknownPropertiesRegistrar(Environment environment) {
		UnknownPropertiesCheck.check(environment);
	}

}
