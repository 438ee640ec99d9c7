package dev.sm.routing.web;

import dev.sm.routing.key.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A path whose requests have a key, whatever serves them. Immutable.
 *
 * @param pattern the pattern of the path
 * @param route how its requests find their owner
 */
public record PathRoute(PathPattern pattern, KeyRoute route) {

	/**
	 * Makes a route of a pattern.
	 * @param pattern the pattern, as Spring MVC reads it
	 * @param route how its requests find their owner
	 * @return the route
	 * @throws IllegalArgumentException if it is no pattern
	 */
	public static PathRoute of(String pattern, KeyRoute route) {
		return new PathRoute(PathPatternParser.defaultInstance.parse(pattern), route);
	}

	@Nullable RequestView match(HttpServletRequest request) {
		if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
			return null;
		}
		PathPattern.PathMatchInfo match = this.pattern
			.matchAndExtract(ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication());
		return (match != null) ? new ServletView(request, match.getUriVariables()) : null;
	}

}
