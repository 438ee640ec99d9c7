package dev.sm.routing.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what of a request is the key whose owner serves it. A request that reaches another
 * instance is forwarded to the owner; while its shard is on its way from one owner to the
 * next, it waits.
 * <p>
 * On a parameter of a controller method that is a path variable, a request parameter or a
 * header, the value of the parameter is the key. On a method, {@link #value()} says where
 * the key is. Without effect on a method whose class is no controller.
 */
@Target({ ElementType.METHOD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ShardKey {

	/**
	 * Where the key is: {@code path:NAME}, {@code header:NAME}, {@code param:NAME},
	 * {@code path}, {@code path:NUMBER}, or <code>#{...}</code>, a SpEL expression over a
	 * {@link dev.sm.routing.key.RequestView} which may name beans. To be left out on a
	 * parameter.
	 * @return the key's place
	 */
	String value() default "";

	/**
	 * The service whose shards these are; {@code sm.service} by default.
	 * @return the name of the service
	 */
	String service() default "";

	/**
	 * Whether the value is the id of the shard itself, not a key that a fixed shard is
	 * found by.
	 * @return whether it is an id
	 */
	boolean shardId() default false;

	/**
	 * Whether standbys may serve requests that say so.
	 * @return whether they may
	 */
	boolean standbys() default false;

	/**
	 * The header by which the method knows a request that it has served before. If it is
	 * named, a request whose answer was lost is sent again, with a value of its own if it
	 * had none; otherwise only requests that are idempotent by their HTTP method are.
	 * @return the name of the header, or nothing
	 */
	String idempotencyKey() default "";

}
