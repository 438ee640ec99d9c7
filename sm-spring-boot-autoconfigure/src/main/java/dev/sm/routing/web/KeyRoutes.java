package dev.sm.routing.web;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.sm.routing.key.RequestKey;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.BeanResolver;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

/**
 * Reads {@link ShardKey} from controller methods, once for each. Thread-safe.
 */
final class KeyRoutes {

	private final Map<HandlerMethod, Optional<KeyRoute>> routes = new ConcurrentHashMap<>();

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final BeanResolver beans;

	KeyRoutes(BeanResolver beans) {
		this.beans = beans;
	}

	/**
	 * The route of a controller method.
	 * @param method the method
	 * @return its route, or {@code null} if anybody may serve it
	 * @throws IllegalStateException if its annotations cannot be used
	 */
	@Nullable KeyRoute of(HandlerMethod method) {
		Optional<KeyRoute> route = this.routes.get(method);
		if (route == null) {
			route = Optional.ofNullable(read(method));
			this.routes.put(method, route);
		}
		return route.orElse(null);
	}

	private @Nullable KeyRoute read(HandlerMethod method) {
		List<KeyRoute> found = new ArrayList<>();
		ShardKey annotation = method.getMethodAnnotation(ShardKey.class);
		if (annotation != null) {
			found.add(route(annotation, annotation.value(), method));
		}
		for (MethodParameter parameter : method.getMethodParameters()) {
			ShardKey key = parameter.getParameterAnnotation(ShardKey.class);
			if (key != null) {
				parameter.initParameterNameDiscovery(this.names);
				found.add(route(key, key.value().isEmpty() ? place(parameter, method) : key.value(), method));
			}
		}
		if (found.size() > 1) {
			throw new IllegalStateException(
					method + " must have @ShardKey only once (had it " + found.size() + " times)");
		}
		return found.isEmpty() ? null : found.get(0);
	}

	private KeyRoute route(ShardKey annotation, String place, HandlerMethod method) {
		try {
			return new KeyRoute(annotation.service(), RequestKey.parse(place, this.beans), annotation.shardId(),
					annotation.standbys(), annotation.idempotencyKey());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(
					"@ShardKey on " + method + " does not say where the key is: " + ex.getMessage(), ex);
		}
	}

	private static String place(MethodParameter parameter, HandlerMethod method) {
		PathVariable variable = parameter.getParameterAnnotation(PathVariable.class);
		if (variable != null) {
			return "path:" + name(variable, parameter);
		}
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		if (header != null) {
			return "header:" + name(header, parameter);
		}
		RequestParam param = parameter.getParameterAnnotation(RequestParam.class);
		if (param != null) {
			return "param:" + name(param, parameter);
		}
		throw new IllegalStateException("the parameter of " + method
				+ " that is marked @ShardKey must be a @PathVariable, a @RequestParam or a @RequestHeader");
	}

	private static String name(Annotation annotation, MethodParameter parameter) {
		Map<String, Object> attributes = AnnotatedElementUtils.findMergedAnnotationAttributes(parameter.getParameter(),
				annotation.annotationType(), false, false);
		Object name = (attributes != null) ? attributes.get("name") : null;
		return (name instanceof String text && StringUtils.hasText(text)) ? text
				: String.valueOf(parameter.getParameterName());
	}

}
