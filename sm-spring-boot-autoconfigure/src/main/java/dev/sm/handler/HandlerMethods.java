package dev.sm.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Finds and checks the methods of one handler. The annotations are looked for on the
 * bean's own class; the call goes through its proxy, if it has one.
 */
final class HandlerMethods {

	private final Class<?> type;

	private final Object bean;

	private HandlerMethods(Class<?> type, Object bean) {
		this.type = type;
		this.bean = bean;
	}

	static Map<HandlerEvent, HandlerMethod> of(Class<?> type, Object bean) {
		return new HandlerMethods(type, bean).find();
	}

	private Map<HandlerEvent, HandlerMethod> find() {
		Map<HandlerEvent, HandlerMethod> methods = new EnumMap<>(HandlerEvent.class);
		for (HandlerEvent event : HandlerEvent.values()) {
			List<Method> found = annotatedWith(event);
			if (found.size() > 1) {
				throw invalid(found.get(1),
						"must not be " + event + " beside '" + describe(found.get(0)) + "'; one method takes an event");
			}
			found.forEach((method) -> methods.put(event, checked(event, method)));
		}
		if (!methods.containsKey(HandlerEvent.ADD)) {
			throw new InvalidShardHandlerException(this.type, null, "must have a method marked @OnShardAdd (had none)");
		}
		return methods;
	}

	private List<Method> annotatedWith(HandlerEvent event) {
		MethodFilter filter = event::isOn;
		return MethodIntrospector.selectMethods(this.type, filter)
			.stream()
			.sorted(Comparator.comparing(HandlerMethods::describe))
			.toList();
	}

	private HandlerMethod checked(HandlerEvent event, Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
			throw invalid(method, "must not be " + (Modifier.isPrivate(modifiers) ? "private" : "static"));
		}
		if (AopUtils.isCglibProxy(this.bean) && Modifier.isFinal(modifiers)) {
			throw invalid(method, "must not be final, since the bean is proxied");
		}
		if (!event.takes(method.getParameterTypes())) {
			throw invalid(method, "must take " + event.expectedParameters());
		}
		if (!event.accepts(method.getReturnType())) {
			throw invalid(method, event + " must return " + event.expectedReturn() + " (was "
					+ method.getReturnType().getSimpleName() + ")");
		}
		return new HandlerMethod(this.bean, invocable(method));
	}

	private Method invocable(Method method) {
		try {
			return AopUtils.selectInvocableMethod(method, this.bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw invalid(method, "must be on an interface of the bean, which has a JDK proxy: " + ex.getMessage());
		}
	}

	private InvalidShardHandlerException invalid(Method method, String reason) {
		return new InvalidShardHandlerException(this.type, describe(method), reason);
	}

	private static String describe(Method method) {
		return method.getName() + Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
	}

}
