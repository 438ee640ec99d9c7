package dev.sm.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a {@link SimulatedCluster} of its own, in which one's own
 * {@link dev.sm.handler.ShardHandler} beans are told to add and drop shards, in one
 * thread and in virtual time. Methods take the cluster, and its {@link VirtualClock}, as
 * parameters.
 * <p>
 * Each participant gets beans of its own, in an application context of its own. Beans
 * that all of them share, such as a fake of a database, are those of the test's
 * application context, if it has one (by {@code @SpringJUnitConfig}, say).
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SmTestExtension.class)
public @interface SmTest {

	/**
	 * The handler's class and the configuration or components that it needs.
	 * @return what each participant's application context is made of
	 */
	Class<?>[] value();

	/**
	 * The service whose shards the handler is for.
	 * @return the name of the service; also that of handlers that name none
	 */
	String service() default "test";

	/**
	 * How many fixed shards there are, {@code "0"} and up.
	 * @return their number
	 */
	int shards() default 8;

	/**
	 * How many participants, {@code p1} and up, run and have settled when a test begins.
	 * @return their number
	 */
	int participants() default 0;

	/**
	 * The time to live of sessions.
	 * @return a duration as in configuration
	 */
	String sessionTtl() default "10s";

	/**
	 * How long a lost participant may take to come back before its shards go elsewhere.
	 * @return a duration as in configuration
	 */
	String recoveryGrace() default "0s";

	/**
	 * How long a call of the handler may take.
	 * @return a duration as in configuration
	 */
	String handlerTimeout() default "20s";

	/**
	 * What everything random follows from: the same seed, the same run.
	 * @return the seed
	 */
	long seed() default 1;

}
