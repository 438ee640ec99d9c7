package dev.sm.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link ShardHandler} that is called when a shard is owned, from
 * here on. If it throws it is called again after a while, then the shard goes elsewhere.
 * <p>
 * It takes a {@link dev.sm.shard.Shard}, its id as a {@code String}, or nothing, and must
 * not be private. After the shard it may take a {@code byte[]} or a {@code String}: what
 * {@link OnShardDrop} has returned at the last owner. That is {@code null} if there was
 * no owner before, it returned nothing, or it did not live to hand it over.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnShardAdd {

}
