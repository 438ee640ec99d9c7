package dev.sm.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link ShardHandler} that is called when a shard stops being
 * owned: nothing may be done for it once the method has returned. What it throws is
 * logged, and the shard counts as dropped.
 * <p>
 * It takes a {@link dev.sm.shard.Shard}, its id as a {@code String}, or nothing, and must
 * not be private. It may return a {@code byte[]} or a {@code String} of at most 32 KiB,
 * which {@link OnShardAdd} gets at the next owner. What cannot be handed over (it is
 * larger, the session is over, nobody takes the shard) is logged as lost.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnShardDrop {

}
