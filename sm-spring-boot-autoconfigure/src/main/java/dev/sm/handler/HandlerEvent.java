package dev.sm.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

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
		return (this == LOAD) ? isNumber(ClassUtils.resolvePrimitiveIfNecessary(returnType)) : returnType == void.class;
	}

	String expectedReturn() {
		return (this == LOAD) ? "a number, such as double" : "nothing";
	}

	boolean isOn(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, this.annotation);
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

	private static boolean isNumber(Class<?> type) {
		return Number.class.isAssignableFrom(type);
	}

}
