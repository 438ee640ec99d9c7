package dev.sm.autoconfigure;

import dev.sm.routing.web.Answers;
import dev.sm.routing.web.OwnerInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * What is done with every request before a controller sees it, whoever has set up Spring
 * MVC: it goes to its owner first. That is made when the first request comes. An instance
 * that is about to stop says so to clients of sm, and asks for the end of the connections
 * that are in use, so that no request is on its way on one of them when the web server
 * closes. Boot's own endpoints are left alone.
 */
final class OwnerRoutingStep implements HandlerInterceptor, HandlerExceptionResolver, Ordered,
		SmartInitializingSingleton, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

	private final ObjectProvider<OwnerInterceptor> interceptor;

	private final StopLinger linger;

	private final boolean checked;

	private volatile boolean leaving;

	/**
	 * Creates it.
	 * @param interceptor finds the owner
	 * @param linger is told of requests
	 * @param checked whether a mistake in its configuration is to fail the start
	 */
	OwnerRoutingStep(ObjectProvider<OwnerInterceptor> interceptor, StopLinger linger, boolean checked) {
		this.interceptor = interceptor;
		this.linger = linger;
		this.checked = checked;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.checked) {
			this.interceptor.getObject();
		}
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		this.leaving = event.getState() == ReadinessState.REFUSING_TRAFFIC;
	}

	/** Of what it says to exceptions: after who only looks at them. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		if (isEndpoint(handler)) {
			return true;
		}
		this.linger.requested();
		if (this.leaving) {
			response.setHeader("Connection", "close");
			Answers.tellLeaving(request, response);
		}
		return this.interceptor.getObject().preHandle(request, response, handler);
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) throws Exception {
		if (isEndpoint(handler)) {
			return;
		}
		this.interceptor.getObject().afterCompletion(request, response, handler, ex);
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		return this.interceptor.getObject().resolveException(request, response, handler, ex);
	}

	private static boolean isEndpoint(Object handler) {
		return handler instanceof HandlerMethod method && BootEndpoints.isOne(method.getBeanType());
	}

}
