package dev.sm.routing.web;

import java.io.IOException;
import java.util.List;

import dev.sm.routing.key.RequestView;
import dev.sm.shard.ShardNotHeldException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.expression.BeanResolver;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * Lets the owner serve the requests of controller methods with {@link ShardKey} and of
 * configured paths. A method that finds its shard lost before it did anything may throw a
 * {@link ShardNotHeldException}: the request then goes to the next owner if it has no
 * body, and is answered with 503 otherwise. Thread-safe.
 */
public final class OwnerInterceptor implements HandlerInterceptor, HandlerExceptionResolver {

	private static final Logger logger = LoggerFactory.getLogger(OwnerInterceptor.class);

	private static final String LOCAL = OwnerInterceptor.class.getName() + ".LOCAL";

	private static final String ROUTE = OwnerInterceptor.class.getName() + ".ROUTE";

	private final OwnerRouting routing;

	private final KeyRoutes annotated;

	private final List<PathRoute> configured;

	/**
	 * Creates it.
	 * @param routing finds the owners
	 * @param beans what expressions in annotations may name
	 * @param configured paths whose keys are configured
	 */
	public OwnerInterceptor(OwnerRouting routing, BeanResolver beans, List<PathRoute> configured) {
		this.routing = routing;
		this.annotated = new KeyRoutes(beans);
		this.configured = List.copyOf(configured);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		if (request.getAttribute(LOCAL) != null) {
			// the second part of an asynchronous request
			return true;
		}
		Routed routed = routed(request, handler);
		if (routed == null) {
			return true;
		}
		request.setAttribute(ROUTE, routed);
		OwnerRouting.Local local = this.routing.route(request, routed.view(), response, routed.route());
		if (local != null) {
			request.setAttribute(LOCAL, local);
		}
		return local != null;
	}

	private @Nullable Routed routed(HttpServletRequest request, Object handler) {
		KeyRoute route = (handler instanceof HandlerMethod method) ? this.annotated.of(method) : null;
		if (route != null) {
			return new Routed(route, ServletView.of(request));
		}
		for (PathRoute path : this.configured) {
			RequestView view = path.match(request);
			if (view != null) {
				return new Routed(path.route(), view);
			}
		}
		return null;
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) {
		leave(request);
	}

	private static void leave(HttpServletRequest request) {
		if (request.getAttribute(LOCAL) instanceof OwnerRouting.Local local) {
			request.removeAttribute(LOCAL);
			local.close();
		}
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (ex instanceof BrokenAnswerException broken) {
			// past all other resolvers, to the container
			throw broken;
		}
		if (!(ex instanceof ShardNotHeldException) || response.isCommitted()
				|| !(request.getAttribute(ROUTE) instanceof Routed routed)) {
			return null;
		}
		leave(request);
		try {
			response.resetBuffer();
			OwnerRouting.Local local = ForwardedRequest.hasBody(request) ? OwnerRouting.Local.ANYBODY
					: this.routing.route(request, routed.view(), response, routed.route());
			if (local != null) {
				local.close();
				Refusal.send(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
			}
			return new ModelAndView();
		}
		catch (IOException failure) {
			logger.debug("A request could not be answered", failure);
			return null;
		}
	}

	/** How a request finds its owner. */
	private record Routed(KeyRoute route, RequestView view) {

	}

}
