package dev.sm.handler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

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

	/**
	 * Calls it.
	 * @param shard the shard
	 * @param state what its last owner has left, if the method wants that, or
	 * {@code null}
	 * @return what it returned
	 */
	@Nullable Object invoke(Shard shard, byte @Nullable [] state) throws Exception {
		try {
			return this.method.invoke(this.bean, arguments(shard, state));
		}
		catch (InvocationTargetException ex) {
			throw unwrap(ex);
		}
	}

	private @Nullable Object[] arguments(Shard shard, byte @Nullable [] state) {
		Class<?>[] types = this.method.getParameterTypes();
		@Nullable Object[] arguments = new @Nullable Object[types.length];
		if (types.length > 0) {
			arguments[0] = (types[0] == String.class) ? shard.id() : shard;
		}
		if (types.length > 1 && state != null) {
			arguments[1] = (types[1] == String.class) ? new String(state, StandardCharsets.UTF_8) : state;
		}
		return arguments;
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
