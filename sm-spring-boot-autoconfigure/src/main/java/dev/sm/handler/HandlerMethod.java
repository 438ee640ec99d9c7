package dev.sm.handler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * One method of a bean, called with a shard as it wants it.
 */
final class HandlerMethod {

	private final Object bean;

	private final Method method;

	HandlerMethod(Object bean, Method method) {
		this.bean = bean;
		this.method = method;
		ReflectionUtils.makeAccessible(method);
	}

	@Nullable Object invoke(Shard shard) throws Exception {
		try {
			return this.method.invoke(this.bean, arguments(shard));
		}
		catch (InvocationTargetException ex) {
			throw unwrap(ex);
		}
	}

	private Object[] arguments(Shard shard) {
		if (this.method.getParameterCount() == 0) {
			return new Object[0];
		}
		return new Object[] { (this.method.getParameterTypes()[0] == String.class) ? shard.id() : shard };
	}

	private static Exception unwrap(InvocationTargetException ex) {
		Throwable target = ex.getTargetException();
		if (target instanceof Error error) {
			throw error;
		}
		return (target instanceof Exception exception) ? exception : ex;
	}

	@Override
	public String toString() {
		return this.method.toString();
	}

}
