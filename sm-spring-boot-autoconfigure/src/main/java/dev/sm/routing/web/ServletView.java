package dev.sm.routing.web;

import java.util.List;
import java.util.Map;

import dev.sm.routing.key.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A request that has arrived. Its body is not touched: parameters are those of the query.
 *
 * @param request the request
 * @param variables the variables of the pattern that it was matched with
 */
record ServletView(HttpServletRequest request, Map<String, ?> variables) implements RequestView {

	/** With the variables of the pattern of its controller method. */
	@SuppressWarnings("unchecked")
	static ServletView of(HttpServletRequest request) {
		Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
		return new ServletView(request, (variables instanceof Map<?, ?> map) ? (Map<String, ?>) map : Map.of());
	}

	@Override
	public String method() {
		return this.request.getMethod();
	}

	@Override
	public String path() {
		return this.request.getRequestURI();
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.getHeader(name);
	}

	@Override
	public @Nullable String param(String name) {
		String query = this.request.getQueryString();
		if (query == null) {
			return null;
		}
		MultiValueMap<String, String> params = UriComponentsBuilder.newInstance().query(query).build().getQueryParams();
		for (Map.Entry<String, List<String>> param : params.entrySet()) {
			String value = param.getValue().isEmpty() ? null : param.getValue().get(0);
			if (decode(param.getKey()).equals(name) && value != null) {
				return decode(value);
			}
		}
		return null;
	}

	private static String decode(String text) {
		return UriUtils.decode(text.replace('+', ' '), UTF_8);
	}

	@Override
	public @Nullable String variable(String name) {
		Object value = this.variables.get(name);
		return (value != null) ? value.toString() : null;
	}

}
