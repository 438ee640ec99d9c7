package dev.sm.autoconfigure;

import java.util.List;

import dev.sm.routing.web.Answers;
import dev.sm.routing.web.OwnerInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Puts the interceptor first, so that what comes after it runs at the owner only. It is
 * made when the first request comes. An instance that is about to stop says so to clients
 * of sm, and asks for the end of the connections that are in use, so that no request is
 * on its way on one of them when the web server closes.
 */
final class OwnerRoutingConfigurer implements WebMvcConfigurer, HandlerInterceptor, HandlerExceptionResolver,
		ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

	private final ObjectProvider<OwnerInterceptor> interceptor;

	private final StopLinger linger;

	private final boolean checked;

	private volatile boolean leaving;

	/**
	 * Creates it.
	 * @param interceptor what it puts first
	 * @param linger is told of requests
	 * @param checked whether a mistake in its configuration is to fail the start
	 */
	OwnerRoutingConfigurer(ObjectProvider<OwnerInterceptor> interceptor, StopLinger linger, boolean checked) {
		this.interceptor = interceptor;
		this.linger = linger;
		this.checked = checked;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		if (this.checked) {
			this.interceptor.getObject();
		}
		registry.addInterceptor(this).order(Ordered.HIGHEST_PRECEDENCE);
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		this.leaving = event.getState() == ReadinessState.REFUSING_TRAFFIC;
	}

	@Override
	public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
		resolvers.add(0, this);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
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
		this.interceptor.getObject().afterCompletion(request, response, handler, ex);
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		return this.interceptor.getObject().resolveException(request, response, handler, ex);
	}

}
