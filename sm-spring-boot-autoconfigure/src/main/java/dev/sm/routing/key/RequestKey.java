package dev.sm.routing.key;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;

/**
 * Finds the key of a request. Its forms, as configuration and annotations spell them:
 * {@code path} (all of it), {@code path:2} (its second segment), {@code path:NAME} (a
 * variable of its pattern), {@code header:NAME}, {@code param:NAME}, and
 * <code>#{...}</code>, a SpEL expression over a {@link RequestView}. Thread-safe.
 */
@FunctionalInterface
public interface RequestKey {

	/**
	 * The key of a request.
	 * @param request the request
	 * @return its key, or {@code null} if it has none
	 */
	@Nullable String of(RequestView request);

	/**
	 * Reads one of the forms.
	 * @param text the text
	 * @return what finds the key
	 * @throws IllegalArgumentException if it is none of the forms
	 */
	static RequestKey parse(String text) {
		return parse(text, null);
	}

	/**
	 * Reads one of the forms, whose expressions may name beans.
	 * @param text the text
	 * @param beans finds the beans, or {@code null} if there are none
	 * @return what finds the key
	 * @throws IllegalArgumentException if it is none of the forms
	 */
	static RequestKey parse(String text, @Nullable BeanResolver beans) {
		if (text.startsWith("#{") && text.endsWith("}")) {
			return ExpressionKey.parse(text.substring(2, text.length() - 1), beans);
		}
		int colon = text.indexOf(':');
		String kind = ((colon < 0) ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
		String name = (colon < 0) ? "" : text.substring(colon + 1).strip();
		if (kind.equals("path") && colon < 0) {
			return RequestView::path;
		}
		if (!name.isEmpty()) {
			switch (kind) {
				case "path":
					return name.matches("[1-9][0-9]?") ? new PathSegment(Integer.parseInt(name))
							: (request) -> request.variable(name);
				case "header":
					return (request) -> request.header(name);
				case "param":
					return (request) -> request.param(name);
				default:
			}
		}
		throw new IllegalArgumentException("'" + text + "' must be 'path', 'path:NUMBER', 'path:NAME', 'header:NAME', "
				+ "'param:NAME' or an expression in '#{...}'");
	}

}
