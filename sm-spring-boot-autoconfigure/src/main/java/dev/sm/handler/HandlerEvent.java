package dev.sm.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * What a handler's method can be called for.
 */
enum HandlerEvent {

	PREPARE(OnShardPrepare.class),

	ADD(OnShardAdd.class),

	DROP(OnShardDrop.class),

	LOAD(OnShardLoad.class);

	private final Class<? extends Annotation> annotation;

	HandlerEvent(Class<? extends Annotation> annotation) {
		this.annotation = annotation;
	}

	Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	boolean accepts(Class<?> returnType) {
		return switch (this) {
			case LOAD -> isLoad(ClassUtils.resolvePrimitiveIfNecessary(returnType));
			case DROP -> returnType == void.class || isState(returnType);
			default -> returnType == void.class;
		};
	}

	/** Whether a method takes a shard in a way that it can be given. */
	boolean takes(Class<?>[] parameters) {
		return switch (parameters.length) {
			case 0 -> true;
			case 1 -> isShard(parameters[0]);
			case 2 -> this == ADD && isShard(parameters[0]) && isState(parameters[1]);
			default -> false;
		};
	}

	String expectedParameters() {
		return "a dev.sm.shard.Shard, its id as a String, or nothing"
				+ ((this == ADD) ? "; after the shard, what its last owner has left as a byte[] or a String" : "");
	}

	String expectedReturn() {
		return switch (this) {
			case LOAD -> "a number, such as double, or a dev.sm.shard.ShardLoad";
			case DROP -> "nothing, or what the next owner is to get as a byte[] or a String";
			default -> "nothing";
		};
	}

	boolean isOn(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, this.annotation);
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

	private static boolean isShard(Class<?> type) {
		return type == Shard.class || type == String.class;
	}

	private static boolean isState(Class<?> type) {
		return type == byte[].class || type == String.class;
	}

	private static boolean isLoad(Class<?> type) {
		return Number.class.isAssignableFrom(type) || type == ShardLoad.class;
	}

}
