package dev.sm.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link ShardHandler} that is called when a shard will be owned
 * soon. It may load what the shard needs, and may not act for it: another participant
 * still does. What it throws is logged, and the shard is added all the same.
 * <p>
 * It takes a {@link dev.sm.shard.Shard}, its id as a {@code String}, or nothing, and must
 * not be private.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnShardPrepare {

}
