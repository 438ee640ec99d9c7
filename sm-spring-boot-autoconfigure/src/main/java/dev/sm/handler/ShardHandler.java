package dev.sm.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks a bean that acts on the shards of a service: its methods marked
 * {@link OnShardPrepare}, {@link OnShardAdd}, {@link OnShardDrop} and {@link OnShardLoad}
 * are called as shards come and go. Calls for one shard never overlap and come in order;
 * calls for different shards come in parallel, on other threads than those of requests.
 * <p>
 * Found by component scanning; {@link #value()} is the service, not a bean name.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface ShardHandler {

	/**
	 * Alias for {@link #service()}.
	 * @return the name of the service
	 */
	@AliasFor("service")
	String value() default "";

	/**
	 * The service whose shards this bean acts on; {@code sm.service} by default.
	 * @return the name of the service
	 */
	@AliasFor("value")
	String service() default "";

}
