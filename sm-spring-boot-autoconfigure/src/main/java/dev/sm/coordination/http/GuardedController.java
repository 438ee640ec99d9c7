package dev.sm.coordination.http;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Asks who it is before anything of a request is read, of every method of a controller
 * that extends it. Interceptors would be asked only where the application's set-up of
 * Spring MVC has them: one that extends {@code WebMvcConfigurationSupport}, or has a
 * further mapping of its own, goes past them.
 */
abstract class GuardedController extends ErrorAnswers {

	private final RequestAccess access;

	GuardedController(RequestAccess access) {
		this.access = access;
	}

	@ModelAttribute
	final void check(HttpServletRequest request) {
		this.access.check(request);
	}

}
