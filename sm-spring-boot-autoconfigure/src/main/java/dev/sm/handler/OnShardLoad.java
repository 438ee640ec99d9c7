package dev.sm.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link ShardHandler} that is called now and then to measure a
 * shard that is held. It returns a number, 0 or more, or a {@link dev.sm.shard.ShardLoad}
 * of several metrics: the load that the balance looks at. Loads compare with each other
 * within a service; their unit is free. They are smoothed
 * ({@code sm.balance.load-half-life}), so a method returns what it sees at present. A
 * measurement may overlap other calls for the shard, also its drop.
 * <p>
 * It takes a {@link dev.sm.shard.Shard}, its id as a {@code String}, or nothing, and must
 * not be private.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnShardLoad {

}
