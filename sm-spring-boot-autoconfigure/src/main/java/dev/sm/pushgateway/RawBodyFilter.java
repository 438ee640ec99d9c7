package dev.sm.pushgateway;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Keeps bodies from being read as forms: {@code curl --data-binary} calls everything one,
 * and Spring's and the gateway's filters would take it apart and put it together again.
 * To be put before all other filters, for paths of metrics only.
 */
public final class RawBodyFilter implements Filter {

	private static final String CONTENT_TYPE = RawBodyFilter.class.getName() + ".contentType";

	/**
	 * What the client called the body.
	 * @param request a request that has passed this filter
	 * @return the type, or {@code null} if this filter has not changed it
	 */
	static @Nullable String contentType(ServerRequest request) {
		return (String) request.servletRequest().getAttribute(CONTENT_TYPE);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String type = request.getContentType();
		if (type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
			request.setAttribute(CONTENT_TYPE, type);
			chain.doFilter(new NoForm((HttpServletRequest) request), response);
			return;
		}
		chain.doFilter(request, response);
	}

	/**
	 * A request without form.
	 */
	private static final class NoForm extends HttpServletRequestWrapper {

		NoForm(HttpServletRequest request) {
			super(request);
		}

		@Override
		public String getContentType() {
			return MediaType.APPLICATION_OCTET_STREAM_VALUE;
		}

		@Override
		public @Nullable String getHeader(String name) {
			return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) ? getContentType() : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) ? Collections.enumeration(List.of(getContentType()))
					: super.getHeaders(name);
		}

		@Override
		public @Nullable String getParameter(String name) {
			return null;
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return Map.of();
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.emptyEnumeration();
		}

		@Override
		public String @Nullable [] getParameterValues(String name) {
			return null;
		}

	}

}
