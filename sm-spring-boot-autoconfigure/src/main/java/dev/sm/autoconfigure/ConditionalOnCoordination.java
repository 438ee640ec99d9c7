package dev.sm.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/** Matches if a kind of coordination store is to be used. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnCoordinationCondition.class)
@interface ConditionalOnCoordination {

	/**
	 * The kind of store.
	 * @return the kind
	 */
	CoordinationType value();

}
