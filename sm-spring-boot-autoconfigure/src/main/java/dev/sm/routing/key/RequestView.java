package dev.sm.routing.key;

import org.jspecify.annotations.Nullable;

/**
 * What a key can be found in: a request, on either side of the connection. Expressions
 * call these methods by name. Implementations need not be thread-safe.
 */
public interface RequestView {

	/**
	 * The method of the request.
	 * @return the method, such as {@code GET}
	 */
	String method();

	/**
	 * The path of the request as it was sent: escaped, without the query.
	 * @return the path, with a leading slash
	 */
	String path();

	/**
	 * The first value of a header.
	 * @param name the name of the header, in any case
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable String header(String name);

	/**
	 * The first value of a parameter of the query or, on the side of the server, of a
	 * form.
	 * @param name the name of the parameter
	 * @return the value, decoded, or {@code null} if there is none
	 */
	@Nullable String param(String name);

	/**
	 * A variable of the pattern that the path was matched with.
	 * @param name the name of the variable
	 * @return the value, decoded, or {@code null} if there is none
	 */
	default @Nullable String variable(String name) {
		return null;
	}

}
