package dev.sm.routing.web;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Which headers are sent on: all but those that belong to one connection (RFC 9110,
 * 7.6.1) and those that the client or the container sets itself.
 */
final class Headers {

	private static final Set<String> ONE_CONNECTION = Set.of("connection", "keep-alive", "proxy-authenticate",
			"proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

	/**
	 * Said by browsers unasked; what is not ASCII in them is sent on as question marks.
	 */
	private static final Set<String> BROWSERS = Set.of("cookie", "referer", "user-agent");

	private static final Set<String> REQUEST_ONLY = Set.of("host", "content-length", "expect", "x-forwarded-for",
			"x-forwarded-host", "x-forwarded-proto", "x-forwarded-port");

	private Headers() {
	}

	/**
	 * Sends the headers of a request on, without hop marks.
	 * @throws IllegalArgumentException if one would not arrive as it came: the client
	 * writes ASCII only
	 */
	static void request(HttpServletRequest request, HttpRequest.Builder builder) {
		Set<String> dropped = new TreeSet<>(ONE_CONNECTION);
		dropped.addAll(REQUEST_ONLY);
		dropped.add(Hop.HEADER.toLowerCase(Locale.ROOT));
		named(Collections.list(request.getHeaders("Connection")), dropped);
		Enumeration<String> names = request.getHeaderNames();
		while (names.hasMoreElements()) {
			String name = names.nextElement();
			if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
				Collections.list(request.getHeaders(name)).forEach((value) -> builder.header(name, ascii(name, value)));
			}
		}
		forwarded(request, builder);
	}

	private static String ascii(String name, String value) {
		if (!BROWSERS.contains(name.toLowerCase(Locale.ROOT)) && value.chars().anyMatch((ch) -> ch > 0x7e)) {
			throw new IllegalArgumentException("its header '" + name + "' must be ASCII");
		}
		return value;
	}

	/**
	 * Where the request came from and what it asked for; what others have said before
	 * stays in front.
	 */
	private static void forwarded(HttpServletRequest request, HttpRequest.Builder builder) {
		String before = String.join(", ", Collections.list(request.getHeaders("X-Forwarded-For")));
		builder.header("X-Forwarded-For",
				before.isEmpty() ? request.getRemoteAddr() : before + ", " + request.getRemoteAddr());
		keep(request, builder, "X-Forwarded-Proto", request.getScheme());
		String host = request.getHeader("Host");
		keep(request, builder, "X-Forwarded-Host", (host != null) ? host : request.getServerName());
		keep(request, builder, "X-Forwarded-Port", Integer.toString(request.getServerPort()));
	}

	private static void keep(HttpServletRequest request, HttpRequest.Builder builder, String name, String otherwise) {
		String before = request.getHeader(name);
		builder.header(name, (before != null) ? before : otherwise);
	}

	/**
	 * Sends the headers of an answer back.
	 * @return whether the length of its body is known
	 */
	static boolean answer(HttpHeaders headers, HttpServletResponse response) {
		Set<String> dropped = new TreeSet<>(ONE_CONNECTION);
		dropped.add(Answers.LEAVING.toLowerCase(Locale.ROOT));
		named(headers.allValues("connection"), dropped);
		headers.map().forEach((name, values) -> {
			if (!name.startsWith(":") && !dropped.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> response.addHeader(name, value));
			}
		});
		return headers.firstValue("content-length").isPresent();
	}

	private static void named(List<String> connection, Set<String> dropped) {
		for (String value : connection) {
			for (String name : value.split(",", -1)) {
				dropped.add(name.strip().toLowerCase(Locale.ROOT));
			}
		}
	}

}
